using System.Globalization;
using Espalier.Cli;

// Records print their numbers in the culture of the thread, and keys of the cache hold records: they shall be the same on every machine.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
return await CommandLineHost.RunAsync(args).ConfigureAwait(false);
