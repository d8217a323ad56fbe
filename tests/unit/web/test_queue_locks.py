"""A process of the worker that is killed takes no lock along."""

import subprocess
import sys
import textwrap

import pytest

from district_cms.web.queue.worker_processes import KernelLock

# By forks, as the worker's are. A process with threads, as that of tests is, should not fork.
BEGINNING = """
    import multiprocessing, os, signal, time
    from django_q.queues import Queue
    from district_cms.web.queue.worker_processes import KernelLock, SafeQueue, shared

    fork = multiprocessing.get_context("fork")

    def start(what, *args):
        process = fork.Process(target=what, args=args, daemon=True)
        process.start()
        return process

    def wait_until_blocked(process):
        asleep = 0
        for _each in range(500):
            with open(f"/proc/{process.pid}/stat") as stat:
                asleep = asleep + 1 if stat.read().rpartition(") ")[2][0] == "S" else 0
            if asleep == 10:  # one that waits for the processor is not asleep
                return
            time.sleep(0.02)
        raise SystemExit("it never waited")
"""
OF_A_QUEUE = """
    def answer(queue, answers):
        answers.put(queue.get())

    queue, answers = Made(), SafeQueue()
    killed = start(answer, queue, answers)
    wait_until_blocked(killed)
    other = start(answer, queue, answers)
    wait_until_blocked(other)
    os.kill(killed.pid, signal.SIGKILL)
    killed.join()
    queue.put("work")
    try:
        print(answers.get(timeout=5))
    except Exception as error:
        print(type(error).__name__)
    for _each in range(100):  # the size follows the answer, from the other process
        if answers.qsize() == 0:
            break
        time.sleep(0.02)
    print(answers.qsize(), flush=True)
    other.kill()
    os._exit(0)
"""
OF_A_NUMBER = """
    def hold(number, says):
        with number.get_lock():
            number.value = 7
            says.set()
            time.sleep(60)

    number, says = shared("f", -1), fork.Event()
    holder = start(hold, number, says)
    says.wait()
    print(number.get_lock().acquire(timeout=0.2))
    os.kill(holder.pid, signal.SIGKILL)
    with number.get_lock():
        print(number.value, flush=True)
    os._exit(0)
"""
OF_A_FORK = """
    def try_it(lock, answers):
        answers.put(lock.acquire(block=False))
        try:
            lock.release()
        except RuntimeError:
            answers.put("not held here")

    lock, answers = KernelLock(), SafeQueue()
    with lock:
        start(try_it, lock, answers)
        print(answers.get(timeout=5), answers.get(timeout=5), flush=True)
    os._exit(0)
"""
# A worker has an answer in its second thread, which writes it, while its first one waits for work;
# so does another one at the same moment.
OF_THREADS = """
    import threading

    def reads_and_writes(work, answers, has_work, writes, says):
        with work:
            has_work.set()
            writes.wait()
            time.sleep(0.5)  # until the other one waits for work
            second = threading.Thread(target=write, args=(answers, says))
            second.start()
            second.join(5)

    def write(answers, says):
        try:
            with answers:
                says.put("written")
        except OSError as error:
            says.put(str(error))

    def writes_and_waits(work, answers, writes, says):
        def hold():
            with answers:
                writes.set()
                time.sleep(2)

        threading.Thread(target=hold).start()
        with work:
            says.put("read")

    work, answers, says = KernelLock(), KernelLock(), SafeQueue()
    has_work, writes = fork.Event(), fork.Event()

    start(reads_and_writes, work, answers, has_work, writes, says)
    has_work.wait()
    start(writes_and_waits, work, answers, writes, says)
    print(says.get(timeout=20), says.get(timeout=20), flush=True)
    os._exit(0)
"""


def said(*parts: str) -> list[str]:
    program = "".join(map(textwrap.dedent, (BEGINNING, *parts)))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]


def test_a_worker_killed_while_it_waits_does_not_block_others() -> None:
    assert said("Made = SafeQueue\n", OF_A_QUEUE) == ["work", "0"]


# Says why the queue is changed: it is about the package, and changes with it.
@pytest.mark.slow
def test_with_the_queue_as_it_comes_nobody_gets_work_any_more() -> None:
    """When this fails, the queue has learned it, and ours may go."""
    assert said("Made = Queue\n", OF_A_QUEUE) == ["Empty", "0"]


def test_a_worker_killed_with_a_locked_number_does_not_block_others() -> None:
    assert said(OF_A_NUMBER) == ["False", "7.0"]


def test_what_forks_from_a_holder_does_not_hold_it() -> None:
    assert said(OF_A_FORK) == ["False not held here"]


def test_its_holder_may_take_it_again_and_nobody_else_may_give_it_back() -> None:
    lock = KernelLock()
    with lock, lock:
        assert lock.acquire(block=False)
        lock.release()
    with pytest.raises(RuntimeError, match="not held here"):
        lock.release()


def test_two_threads_of_a_process_with_a_lock_each_are_no_deadlock() -> None:
    """What the second one writes would be lost, and the work done once more."""
    (line,) = said(OF_THREADS)
    assert sorted(line.split()) == ["read", "written"]
