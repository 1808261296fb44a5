// SPDX-License-Identifier: GPL-3.0-or-later

/// The programs of ``EngineProgram`` on `std::priority_queue`, line for line.
///
/// Arguments: the program, members, events in a repetition. For each number on its standard input it runs so many
/// repetitions and answers their CPU time in nanoseconds and the checksum of its very first repetition.
enum PriorityQueueSource {
  static let text = #"""
    #include <cstdint>
    #include <cstdio>
    #include <cstdlib>
    #include <queue>
    #include <string>
    #include <time.h>
    #include <vector>

    struct Event { int64_t time; uint64_t sequence; uint32_t kind, renewal; uint64_t argument; };
    static_assert(sizeof(Event) == 32, "time, sequence, kind, argument");
    struct Later {
      bool operator()(const Event &a, const Event &b) const {
        return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
      }
    };
    enum Kind : uint32_t { arrives, leaves, settles, leaseExpires };
    enum class Program { hold, leases, bursts, delays };
    static const int64_t second = 1000000000, constantDelay = 40 * second;

    template <Program program> struct Run {
      std::priority_queue<Event, std::vector<Event>, Later> queue;
      std::vector<uint32_t> renewals;
      int64_t now = 0;
      uint64_t sequence = 0, random = 88172645463325252ull, checksum = 0;

      int64_t drawDelay() {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        return int64_t(__builtin_clzll(random)) << 30 | int64_t(random & 0x3FFFFFFF);
      }
      void schedule(uint32_t kind, uint64_t member, int64_t delay, uint32_t renewal = 0) {
        queue.push({now + delay, sequence++, kind, renewal, member});
      }
      void renewLease(uint64_t member) { schedule(leaseExpires, member, constantDelay, ++renewals[member]); }
      void add(uint64_t member, uint64_t count) { checksum = checksum * 31 + uint64_t(now) + member + count; }

      explicit Run(uint64_t members) : renewals(members) {
        for (uint64_t member = 0; member < members; member++) {
          schedule(arrives, member, program == Program::bursts ? second : drawDelay());
          if (program == Program::leases) renewLease(member);
        }
      }
      void handleArrival(uint64_t member) {
        switch (program) {
        case Program::hold: schedule(leaves, member, drawDelay()); break;
        case Program::leases:
          renewLease(member);
          schedule(arrives, member, drawDelay());
          break;
        case Program::bursts:
          if ((member & 3) == 0) schedule(settles, member, 0);
          schedule(arrives, member, second);
          break;
        case Program::delays: schedule(arrives, member, (member & 1) == 0 ? constantDelay : drawDelay()); break;
        }
      }
      void run(long events) {
        while (events > 0) {
          Event event = queue.top();
          queue.pop();
          if (event.kind == leaseExpires && event.renewal != renewals[event.argument]) continue;
          now = event.time;
          events--;
          switch (event.kind) {
          case arrives:
            add(event.argument, 0);
            handleArrival(event.argument);
            break;
          case leaves:
            add(event.argument, 1);
            schedule(arrives, event.argument, drawDelay());
            break;
          case settles: add(event.argument, 2); break;
          case leaseExpires:
            add(event.argument, 3);
            renewLease(event.argument);
            break;
          }
        }
      }
      void serve(long events) {
        uint64_t first = 0;
        bool isFirst = true;
        long repetitions;
        while (scanf("%ld", &repetitions) == 1) {
          timespec start, end;
          clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
          for (long repetition = 0; repetition < repetitions; repetition++) {
            run(events);
            if (isFirst) first = checksum;
            isFirst = false;
          }
          clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
          long long spent = (end.tv_sec - start.tv_sec) * 1000000000ll + (end.tv_nsec - start.tv_nsec);
          printf("%lld %llu\n", spent, (unsigned long long)first);
          fflush(stdout);
        }
      }
    };

    int main(int count, char **arguments) {
      if (count != 4) return 64;
      std::string program = arguments[1];
      uint64_t members = strtoull(arguments[2], nullptr, 10);
      long events = atol(arguments[3]);
      if (program == "hold") Run<Program::hold>(members).serve(events);
      else if (program == "leases") Run<Program::leases>(members).serve(events);
      else if (program == "bursts") Run<Program::bursts>(members).serve(events);
      else if (program == "delays") Run<Program::delays>(members).serve(events);
      else return 64;
      return 0;
    }
    """#
}
