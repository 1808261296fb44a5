// SPDX-License-Identifier: GPL-3.0-or-later

extension PluginStarter {
  /// A scheduler in Python, its standard library alone.
  static let python = #"""
    #!/usr/bin/env python3
    """A scheduler for Regatta. It keeps what runs where it runs, and shares the rest out in proportion to free room.

    Change `place`; the rest speaks the protocol: docs/guides/plugin-protocol.md.
    """
    import heapq
    import json
    import sys


    def place(replicas, eligible, current, random):
        """How many replicas each cluster gets; None where they do not all fit.

        eligible: {cluster: {"room": more replicas that fit, "weight", "min", "max"}}, what does not apply left out
        current: {cluster: replicas} as assigned now; clusters that are not eligible are lost
        random: a number that is the same for the same seed, workload and attempt
        """
        most = {name: facts.get("max", replicas) for name, facts in eligible.items()}
        least = {name: min(facts.get("min", 0), most[name]) for name, facts in eligible.items()}
        held = {name: min(current.get(name, 0), most[name]) for name in eligible}
        assigned = {name: max(held[name], least[name]) for name in eligible}
        missing = replicas - sum(assigned.values())
        # Each replica to the cluster with the most room per replica that it gets; equal ones by name, so that the same
        # question gets the same answer.
        room = {name: facts.get("room", 1) for name, facts in eligible.items()}
        queue = [(-room[name], name, 0) for name in eligible]
        heapq.heapify(queue)
        while missing > 0 and queue:
            _, name, gained = heapq.heappop(queue)
            if assigned[name] < most[name]:
                assigned[name] += 1
                missing -= 1
                heapq.heappush(queue, (-room[name] / (2 * gained + 3), name, gained + 1))
        # Too many: the largest share shrinks first; minimums give way last.
        for floor in (least, dict.fromkeys(eligible, 0)):
            shares = [(-count, name) for name, count in assigned.items() if count > floor[name]]
            heapq.heapify(shares)
            while missing < 0 and shares:
                count, name = heapq.heappop(shares)
                assigned[name] -= 1
                missing += 1
                if assigned[name] > floor[name]:
                    heapq.heappush(shares, (count + 1, name))
        return {name: count for name, count in assigned.items() if count > 0} if missing == 0 else None


    def answer(call, memory):
        if call["call"] == "hello":
            return {
                "v": 1, "name": "my-scheduler", "version": "1", "capabilities": ["place"],
                "deterministic": True, "keeps": True,  # what was said once is kept: only changes are said again
            }
        if call["call"] == "run":  # a new run: nothing of the one before may count
            memory.clear()
            return {}
        known = memory.setdefault(call["workload"], {"eligible": {}})
        known.update(about=call.get("about") or known["about"])
        known["eligible"].update(call["eligible"])
        for cluster in call.get("dropped", ()):
            del known["eligible"][cluster]
        if known["about"]["division"] == "duplicate":
            return {"assign": dict.fromkeys(known["eligible"], call["replicas"])}
        assigned = place(call["replicas"], known["eligible"], call["current"], call["random"])
        if assigned is None:
            return {"unschedulable": "the clusters' maximums are too low"}
        return {"assign": assigned, "why": "kept what runs, shared the rest out by room"}


    def main():
        memory = {}
        for line in sys.stdin:
            call = json.loads(line)
            reply = {"id": call["id"], **answer(call, memory)}
            sys.stdout.write(json.dumps(reply, separators=(",", ":")) + "\n")
            sys.stdout.flush()


    main()

    """#
}
