// libtorch's thread count, default generator and default type belong to the process: tests must not share them at the same time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
