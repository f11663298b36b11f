"""What a child takes from itself before it reads: memory, time, files, other programs.

Run by its path from the child, which imports nothing of ours; so it imports nothing either.
"""

import sys


def hold_back(memory: int, seconds: int) -> None:
    """Take from this process what reading a file does not need, as far as the system can.

    Linux and the BSDs hold all of it. macOS keeps the time but not the memory, Windows the memory
    but not the files; the parent's clock and the count before reading stand there alone.
    """
    if sys.platform == "win32":
        _hold_back_on_windows(memory, seconds)
        return
    import resource

    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,  # a dump of its memory would be the list, on the disk
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 3,
    }
    for what, most in limits.items():
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # macOS refuses to limit what it does not count
            continue


def _hold_back_on_windows(memory: int, seconds: int) -> None:
    """Put this process into a job of its own, with a limit to its memory."""
    import ctypes
    from ctypes import wintypes

    class Limits(ctypes.Structure):  # JOBOBJECT_EXTENDED_LIMIT_INFORMATION
        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_set", ctypes.c_size_t),
            ("most_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
            ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("process_peak", ctypes.c_size_t),
            ("job_peak", ctypes.c_size_t),
        )

    # ACTIVE_PROCESS | PROCESS_TIME | PROCESS_MEMORY | DIE_ON_UNHANDLED_EXCEPTION
    limits = Limits(flags=0x8 | 0x2 | 0x100 | 0x400, processes=1, process_memory=memory)
    limits.process_time = seconds * 10_000_000
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (
        wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
    )  # fmt: skip
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    job = kernel.CreateJobObjectW(None, None)
    kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
