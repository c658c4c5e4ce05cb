using Espalier.Cli;

return await CommandLineHost.RunAsync(args).ConfigureAwait(false);
