// What a program of machine code does before .NET starts, on Linux with x86-64. LEVEL is what it was compiled for: 1 (portable), 3 (AVX2 and FMA) or
// 4 (AVX-512). A program of level 3 or 4 says so where the processor is below it; .NET itself would end with a core dump. The portable one looks for a better
// one beside it, of its own name with "-v4" or "-v3" behind it, and becomes that.

#include <cpuid.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define FAILED 3

static int has(unsigned value, unsigned bits) { return (value & bits) == bits; }

// The highest level that the processor has and whose registers the system saves.
static int level_here(void)
{
    unsigned a, b, c, d, features, saved, unused;
    const unsigned avx2 = bit_AVX2 | bit_BMI | bit_BMI2, avx512 = bit_AVX512F | bit_AVX512DQ | bit_AVX512CD | bit_AVX512BW | bit_AVX512VL;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !has(c, bit_FMA | bit_MOVBE | bit_OSXSAVE | bit_AVX)) return 1;
    if (!__get_cpuid_count(7, 0, &a, &features, &c, &d) || !has(features, avx2)) return 1;
    if (!__get_cpuid(0x80000001, &a, &b, &c, &d) || !has(c, bit_LZCNT)) return 1;
    __asm__("xgetbv" : "=a"(saved), "=d"(unused) : "c"(0));
    if (!has(saved, 0x06)) return 1;
    return has(features, avx512) && has(saved, 0xE6) ? 4 : 3;
}

#if LEVEL > 1

__attribute__((constructor)) static void refuse(void)
{
    static const char *message = LEVEL == 4
        ? "espalier-run: this program is for processors with AVX-512 (x86-64-v4), which this one has not; take espalier-run-v3, or espalier-run, which runs everywhere\n"
        : "espalier-run: this program is for processors with AVX2 and FMA (x86-64-v3), which this one has not; take espalier-run, which runs everywhere\n";
    if (level_here() >= LEVEL) return;
    (void)!write(STDERR_FILENO, message, strlen(message));
    _exit(FAILED);
}

#else

__attribute__((constructor)) static void hand_over(int count, char **arguments)
{
    static const char *const better[] = { "-v4", "-v3" };
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 4);
    int here = level_here();
    if (count < 1 || length < 1) return;
    for (int i = 0; i < 2; i++)
    {
        strcpy(path + length, better[i]);
        // Comes back only where there is no such program.
        if (here >= 4 - i) execv(path, arguments);
    }
}

#endif
