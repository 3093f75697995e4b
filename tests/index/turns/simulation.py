"""Requests on a scripted clock: each takes its passes one after the other, thinking in between."""

from dataclasses import dataclass
from heapq import heappop, heappush

from index.turns.schedule import Schedule, Ticket


@dataclass(frozen=True)
class Job:
    user: str
    kind: str
    passes: tuple[float, ...]  # seconds each
    begins: float = 0.0
    thinks: float = 0.01  # seconds between two of its passes


@dataclass(frozen=True)
class Ran:
    job: int
    waited_since: float
    begin: float
    end: float


def simulate(jobs, schedule=None, until=float("inf")):
    """Every pass in the order they ran; by the schedule, one at a time."""
    schedule, ran, now = schedule or Schedule(), [], 0.0
    arrivals, left = [], [list(job.passes) for job in jobs]
    for number, job in enumerate(jobs):
        heappush(arrivals, (job.begins, number))
    joined, asks = {}, 0
    while now < until:
        while arrivals and arrivals[0][0] <= now:
            since, number = heappop(arrivals)
            ticket = Ticket(jobs[number].user, jobs[number].kind, number, asks)
            asks += 1
            joined[ticket] = (number, since)
            schedule.join(ticket)
        ticket = schedule.next(now)
        if ticket is None:
            moments = [arrivals[0][0]] if arrivals else []
            if (pause := schedule.pause(now)) is not None:
                moments.append(now + pause)
            if not moments:
                assert not joined, "somebody waits on a free model and is never called"
                return ran
            now = max(now, min(moments))
            continue
        number, since = joined.pop(ticket)
        schedule.begin(ticket, now)
        assert schedule.next(now) is None
        end = now + left[number].pop(0)
        # Who comes meanwhile waits before this one ends.
        while arrivals and arrivals[0][0] <= end:
            came, other = heappop(arrivals)
            late = Ticket(jobs[other].user, jobs[other].kind, other, asks)
            asks += 1
            joined[late] = (other, came)
            schedule.join(late)
        schedule.end(end)
        ran.append(Ran(number, since, now, end))
        now = end
        if left[number]:
            heappush(arrivals, (now + jobs[number].thinks, number))
    return ran
