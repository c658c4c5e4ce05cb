using Espalier.Run;

return await RunHost.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
