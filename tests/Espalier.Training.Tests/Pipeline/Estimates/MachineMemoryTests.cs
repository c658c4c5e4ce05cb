using System.Text;
using Espalier.Testing;
using Espalier.Training.Pipeline.Estimates;

namespace Espalier.Training.Tests.Pipeline.Estimates;

public sealed class MachineMemoryTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    public MachineMemoryTests() => Put("proc/meminfo", "MemTotal:       8192 kB\nMemFree:        100 kB\nMemAvailable:   6144 kB\n");

    public void Dispose() => root.Dispose();

    [Fact]
    public void Without_a_control_group_it_is_the_machine_s() => Assert.Equal(new MachineMemory(8192 << 10, 6144 << 10), MachineMemory.Read(root.Path));

    [Fact]
    public void The_narrowest_group_around_the_process_counts_without_the_files_that_it_can_give_back()
    {
        Put("proc/self/cgroup", "0::/jobs/17/step\n");
        Group("jobs/17/step", "max", used: 700_000, files: 0);
        Group("jobs/17", "4000000", used: 1_500_000, files: 500_000);
        Group("jobs", "6000000", used: 1_500_000, files: 0);
        Assert.Equal(new MachineMemory(4_000_000, 3_000_000), MachineMemory.Read(root.Path));
    }

    [Fact]
    public void In_a_container_the_outermost_group_is_the_container_s()
    {
        Put("proc/self/cgroup", "0::/\n");
        Group("", "2000000", used: 1_900_000, files: 0);
        Assert.Equal(new MachineMemory(2_000_000, 100_000), MachineMemory.Read(root.Path));
    }

    [Fact]
    public void A_limit_beyond_the_machine_is_none()
    {
        Put("proc/self/cgroup", "0::/wide\n");
        Group("wide", "9223372036854771712", used: 5, files: 0);
        Assert.Equal(new MachineMemory(8192 << 10, 6144 << 10), MachineMemory.Read(root.Path));
    }

    [Fact]
    public void The_older_kind_of_groups_is_read_too()
    {
        Put("proc/self/cgroup", "5:cpu,cpuacct:/other\n4:memory:/box\n");
        Put("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "3000000\n");
        Put("sys/fs/cgroup/memory/box/memory.usage_in_bytes", "1000000\n");
        Put("sys/fs/cgroup/memory/box/memory.stat", "cache 7\ntotal_inactive_file 400000\n");
        Assert.Equal(new MachineMemory(3_000_000, 2_400_000), MachineMemory.Read(root.Path));
    }

    [Fact]
    public void A_system_that_says_nothing_gives_nothing() => Assert.Null(MachineMemory.Read(root.File("nowhere")));

    [Fact]
    public void This_machine_has_some()
    {
        MachineMemory here = MachineMemory.Here();
        Assert.InRange(here.Total, 1L << 28, long.MaxValue);
        Assert.InRange(here.Available, 1, here.Total);
    }

    private void Group(string name, string limit, long used, long files)
    {
        Put($"sys/fs/cgroup/{name}/memory.max", $"{limit}\n");
        Put($"sys/fs/cgroup/{name}/memory.current", $"{used}\n");
        Put($"sys/fs/cgroup/{name}/memory.stat", $"anon 12\nfile 34\ninactive_file {files}\n");
    }

    private void Put(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root.File(name))!);
        root.Write(name, Encoding.UTF8.GetBytes(text));
    }
}
