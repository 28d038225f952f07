"""How much memory a process of a test took."""

PEAK = """
def peak():
    # MiB; not ru_maxrss, which a new process inherits from the one that started it, here a large pytest
    import resource
    try:
        lines = open("/proc/self/status").read().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 20  # macOS counts bytes
"""
"""Source text of `peak()`, for scripts that tests run: the most that the process ever held, in MiB."""
