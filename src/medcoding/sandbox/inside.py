"""The first program in a sandbox: takes limits upon itself, becomes nobody, then runs what was asked for.

    python -I inside.py LIMITS -m MODULE ... | -c SOURCE

It stands alone: nothing of the course can be imported here. It does all this before any line of a learner's.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import runpy
import struct
import sys

# Per machine: its name in the kernel, then calls refused with "not permitted", calls that "do not exist",
# and those whose first argument may not ask for a new user namespace. With such a namespace a program could mount
# memory without limit; memfd_create, shmget and io_uring would take memory that no limit counts.
# Numbers from the kernel's unistd.h (asm-generic and x86).
_CALLS = {
    "x86_64": (
        0xC000003E,
        # mount umount2 pivot_root setns keyctl add_key request_key bpf perf_event_open userfaultfd shmget ptrace
        (165, 166, 155, 308, 250, 248, 249, 321, 298, 323, 29, 101),
        # clone3 memfd_create io_uring_setup memfd_secret open_tree move_mount fsopen fsmount
        (435, 319, 425, 447, 428, 429, 430, 432),
        (272, 56),  # unshare clone
    ),
    "aarch64": (
        0xC00000B7,
        (40, 39, 41, 268, 219, 217, 218, 280, 241, 282, 194, 117),
        (435, 279, 425, 447, 428, 429, 430, 432),
        (97, 220),
    ),
}
_NEW_USER = 0x10000000
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_NOT_PERMITTED, _NO_SUCH_CALL = 1, 38


def _limit(address_space: int, processes: int, open_files: int, file_size: int, cpu: int) -> None:
    for name, value in (
        (resource.RLIMIT_AS, address_space),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_NOFILE, open_files),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(name, (value, value))


def _become(uid: int) -> None:
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    if os.getuid() == 0 or os.geteuid() == 0:
        raise SystemExit("sandbox: still root")


def _refuse_calls() -> None:
    """Install a filter of system calls, a small program of the kernel's own kind (seccomp, BPF)."""
    arch, refused, unknown, checked = _CALLS[platform.machine()]
    steps: list[tuple[int, int, int, int]] = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, arch), (_RETURN, 0, 0, _KILL)]
    steps.append((_LOAD, 0, 0, 0))
    for number in refused:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _FAIL | _NOT_PERMITTED)]
    for number in unknown:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _FAIL | _NO_SUCH_CALL)]
    for number in checked:
        steps += [(_EQUAL, 0, 4, number), (_LOAD, 0, 0, 16), (_ANY_BIT, 0, 1, _NEW_USER)]
        steps += [(_RETURN, 0, 0, _FAIL | _NOT_PERMITTED), (_RETURN, 0, 0, _ALLOW)]
    if arch == 0xC000003E:  # calls of the x32 kind are the same ones by other numbers
        steps += [(0x35, 0, 1, 0x40000000), (_RETURN, 0, 0, _FAIL | _NO_SUCH_CALL)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(program)
    header = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(held)))
    call = ctypes.CDLL(None, use_errno=True).prctl
    call.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    if call(38, 1, None, 0, 0) or call(22, 2, ctypes.addressof(header), 0, 0):  # no new privileges; the filter
        raise SystemExit(f"sandbox: the filter of system calls was refused (error {ctypes.get_errno()})")


def main() -> None:
    """Lock the door behind us and begin."""
    *numbers, uid = map(int, sys.argv[1].split(","))
    _limit(*numbers)
    if uid >= 0:
        _become(uid)
    _refuse_calls()
    how, what = sys.argv[2:4]
    sys.argv = [what, *sys.argv[4:]]
    if how == "-c":
        exec(what, {"__name__": "__main__"})
    else:
        runpy.run_module(what, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
