------------------------------ MODULE Fencing ------------------------------
(***************************************************************************)
(* Fencing: the fencers of FencingNode on the bus, and all that the world  *)
(* may do to them. Agents succeed, fail or run into their timeouts; timers *)
(* fire at any time after they were started. Each action's parameter o is  *)
(* the outcome of the step.                                                *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Bus, Steps, Maps

CONSTANTS
  Node,         \* numbers, in the order of the nodes' names
  Fencers,      \* the nodes whose fencers run
  Devices,      \* for each fencer: its devices, by id
  Topology,     \* the levels of each target that has some
  Wishes,       \* what clients ask for, in order: [at, aim, epoch]; at is a set of nodes
  Outcomes,     \* how agents may end
  Timers,       \* which kinds of timers fire: "Query", "Execute", "Round", "Delay"
  Strays,       \* whether things come that have to be refused
  NewEpochs,    \* epochs' numbers that become known to fencers from outside
  MaxViews, MaxCrashes

VARIABLES
  fencer,     \* each node's state, or Down
  bus,
  timers,     \* which timers run, of each node
  agents,     \* which agents run: <<call, device, aim>>
  asks,       \* which agents were asked whether a device is able: <<operation, device>>
  draws,      \* for which calls a delay is to be drawn
  clients,    \* what clients have asked: [node, op, aim, result, since]
  world       \* [crashes, starts]

vars == <<fencer, bus, timers, agents, asks, draws, clients, world>>

N == INSTANCE FencingNode

Down == <<>>
Up(n) == fencer[n] # Down

Configured(n) ==
  [N!Started(1) EXCEPT !.devices = Devices[n], !.topology = Topology]

(* All have met in one view and have told each other that nothing has happened yet. *)
InFirstView(n) ==
  [Configured(n) EXCEPT !.view = [id |-> <<1, Least(Fencers)>>, members |-> Fencers]]

Init ==
  /\ fencer = [n \in Fencers |-> InFirstView(n)]
  /\ bus = [views |-> 1, at |-> [n \in Fencers |-> <<1, Least(Fencers)>>],
            inbox |-> [n \in Fencers |-> <<>>]]
  /\ timers = [n \in Fencers |-> {}]
  /\ agents = [n \in Fencers |-> {}]
  /\ asks = [n \in Fencers |-> {}]
  /\ draws = [n \in Fencers |-> {}]
  /\ clients = <<>>
  /\ world = [crashes |-> 0, starts |-> [n \in Fencers |-> 1]]

-----------------------------------------------------------------------------
(* Carrying out effects *)

Open == "open"

Reply(record) == record.conclusion.status

(* n takes the step with outcome o; before it, these are the bus, the timers and so on. *)
Take(n, step, o, b, ts, as, qs, ds, cs) ==
  LET SayIt(x, e) == IF e.type = "Multicast" THEN Say(x, n, e.message) ELSE x
      TimeIt(x, e) == CASE e.type = "StartTimer" -> x \cup {e.timer}
                        [] e.type = "CancelTimer" -> x \ {e.timer}
                        [] OTHER -> x
      RunIt(x, e) == IF e.type = "RunAgent" THEN x \cup {<<e.call, e.device, e.aim>>} ELSE x
      AskIt(x, e) == IF e.type = "AskDevice" THEN x \cup {<<e.id, e.device>>} ELSE x
      DrawIt(x, e) == IF e.type = "DrawDelay" THEN x \cup {e.call} ELSE x
      TellIt(x, e) == IF e.type = "ReplyToClient"
                      THEN [x EXCEPT ![e.handle].result =
                              IF @ = Open THEN Reply(e.record) ELSE "told twice"]
                      ELSE x
  IN /\ step.outcome = o
     /\ fencer' = [fencer EXCEPT ![n] = step.to]
     /\ bus' = Fold(SayIt, b, step.does)
     /\ timers' = [timers EXCEPT ![n] = Fold(TimeIt, ts, step.does)]
     /\ agents' = [agents EXCEPT ![n] = Fold(RunIt, as, step.does)]
     /\ asks' = [asks EXCEPT ![n] = Fold(AskIt, qs, step.does)]
     /\ draws' = [draws EXCEPT ![n] = Fold(DrawIt, ds, step.does)]
     /\ clients' = Fold(TellIt, cs, step.does)

-----------------------------------------------------------------------------
(* What a fencer hears *)

ViewChanged(n, o) ==
  /\ Up(n) /\ Hears(bus, n, "View")
  /\ LET view == [id |-> Next1(bus, n).id, members |-> Next1(bus, n).members]
     IN Take(n, N!ViewChanged(n, fencer[n], view), o, Heard(bus, n), timers[n], agents[n],
             asks[n], draws[n], clients)
  /\ UNCHANGED world

(* kind is that of the message, so that an edge tells which guards decided. *)
MessageDelivered(n, kind, o) ==
  /\ Up(n) /\ Hears(bus, n, "Said")
  /\ Next1(bus, n).message.type = kind
  /\ LET said == Next1(bus, n)
     IN Take(n, N!MessageDelivered(n, fencer[n], said.from, said.message), o, Heard(bus, n),
             timers[n], agents[n], asks[n], draws[n], clients)
  /\ UNCHANGED world

EpochOf(number) == IF number = 0 THEN N!NoEpoch ELSE <<number, 1>>

(* The client's handle is its place among all clients. *)
FenceRequested(n, o) ==
  /\ Up(n)
  /\ Len(clients) < Len(Wishes)
  /\ LET handle == Len(clients) + 1
         wish == Wishes[handle]
         step == N!FenceRequested(n, fencer[n], handle, wish.aim, EpochOf(wish.epoch))
         client == [node |-> n, op |-> <<fencer[n].counter + 1, n, fencer[n].inc>>,
                    aim |-> wish.aim, result |-> Open, since |-> {}]
     IN /\ n \in wish.at
        /\ Take(n, step, o, bus, timers[n], agents[n], asks[n], draws[n],
                IF o = "Taken" THEN Append(clients, client) ELSE clients)
  /\ UNCHANGED world

TimerFired(n, kind, o) ==
  /\ Up(n)
  /\ kind \in Timers
  /\ \E timer \in timers[n] :
       /\ timer[1] = kind
       /\ Take(n, N!TimerFired(n, fencer[n], timer), o, bus, timers[n] \ {timer}, agents[n],
               asks[n], draws[n], clients)
  /\ UNCHANGED world

(* What an agent has done counts for all clients who have asked by then. *)
Seen(agent, cs) ==
  [h \in DOMAIN cs |->
    IF cs[h].aim[1] = agent[3][1] /\ cs[h].result = Open
    THEN [cs[h] EXCEPT !.since = @ \cup {<<agent[2], agent[3][2]>>}]
    ELSE cs[h]]

AgentFinished(n, outcome, o) ==
  /\ Up(n)
  /\ outcome \in Outcomes
  /\ \E agent \in agents[n] :
       Take(n, N!AgentFinished(n, fencer[n], agent[1], outcome), o, bus, timers[n],
            agents[n] \ {agent}, asks[n], draws[n],
            IF outcome = "SUCCEEDED" THEN Seen(agent, clients) ELSE clients)
  /\ UNCHANGED world

DeviceAnswered(n, capable, o) ==
  /\ Up(n)
  /\ \E ask \in asks[n] :
       Take(n, N!DeviceAnswered(n, fencer[n], ask[1], ask[2], capable), o, bus, timers[n],
            agents[n], asks[n] \ {ask}, draws[n], clients)
  /\ UNCHANGED world

DelayDrawn(n, o) ==
  /\ Up(n)
  /\ \E call \in draws[n] :
       Take(n, N!DelayDrawn(n, fencer[n], call), o, bus, timers[n], agents[n], asks[n],
            draws[n] \ {call}, clients)
  /\ UNCHANGED world

EpochSeen(n, number, o) ==
  /\ Up(n) /\ number \in NewEpochs
  /\ Take(n, N!EpochSeen(n, fencer[n], EpochOf(number)), o, bus, timers[n], agents[n], asks[n],
          draws[n], clients)
  /\ UNCHANGED world

(* Of all coordinators the last one alone knows of devices. *)
Told(n, number) == IF \E later \in NewEpochs : later > number THEN <<>> ELSE Devices[n]

DevicesConfigured(n, number, o) ==
  /\ Up(n)
  /\ number \in NewEpochs
  /\ Take(n, N!DevicesConfigured(n, fencer[n], EpochOf(number), Told(n, number), Topology), o, bus,
          timers[n], agents[n], asks[n], draws[n], clients)
  /\ UNCHANGED world

(* What came by a way that the network does not have, or when its time was over: it has to be *)
(* refused. A timer that was cancelled may have fired already, and so on.                     *)

Other(m) == CHOOSE n \in Fencers : n # m

OldTimers(n, kind) ==
  CASE kind \in {"Query", "Round"} -> {<<kind, id>> : id \in DOMAIN fencer[n].history}
    [] kind = "Execute" ->
         {<<kind, Append(id, number)>> : id \in DOMAIN fencer[n].history, number \in {1, 2}}
    [] kind = "Delay" -> {<<kind, call>> : call \in DOMAIN fencer[n].calls \ draws[n]}

TimerStrayed(n, kind, o) ==
  /\ Strays /\ Up(n)
  /\ \E timer \in OldTimers(n, kind) \ timers[n] :
       Take(n, N!TimerFired(n, fencer[n], timer), o, bus, timers[n], agents[n], asks[n],
            draws[n], clients)
  /\ UNCHANGED world

AgentStrayed(n, o) ==
  /\ Strays /\ Up(n)
  /\ \E call \in DOMAIN fencer[n].calls \ {a[1] : a \in agents[n]} :
       Take(n, N!AgentFinished(n, fencer[n], call, "SUCCEEDED"), o, bus, timers[n], agents[n],
            asks[n], draws[n], clients)
  /\ UNCHANGED world

DrawStrayed(n, o) ==
  /\ Strays /\ Up(n)
  /\ \E call \in DOMAIN fencer[n].calls :
       /\ fencer[n].calls[call].status.is # "Delayed"
       /\ Take(n, N!DelayDrawn(n, fencer[n], call), o, bus, timers[n], agents[n], asks[n],
               draws[n], clients)
  /\ UNCHANGED world

(* m says in n's name, or in another's, what only the originator may say. *)
Forged(n, m, kind) ==
  LET id == IF n = m THEN <<1, Other(m), 1>> ELSE <<fencer[n].counter + 1, n, fencer[n].inc>>
      record == [aim |-> Wishes[1].aim, asOf |-> N!NoEpoch, conclusion |-> N!NoConclusion]
      failed == [record EXCEPT !.conclusion = N!Concluded("FAILED", N!Nobody)]
  IN CASE kind = "Query" -> N!Query(id, record, {n}, N!NoEpoch)
       [] kind = "Execute" ->
            N!Execute(Append(id, 1), n, Least(DOMAIN fencer[n].devices),
                      <<Wishes[1].aim[1], "OFF">>, N!NoEpoch)
       [] kind = "Result" -> N!Result(id, failed, {})

MessageStrayed(n, m, kind, o) ==
  /\ Strays /\ Up(n)
  /\ fencer[n].devices # <<>>
  /\ Take(n, N!MessageDelivered(n, fencer[n], m, Forged(n, m, kind)), o, bus, timers[n],
          agents[n], asks[n], draws[n], clients)
  /\ UNCHANGED world

(* What an originator said is said once more, or by one that is not there. Only what is refused is *)
(* a step here.                                                                                    *)
Repeated(n, id, kind) ==
  LET known == fencer[n].history[id]
      record == [known EXCEPT !.conclusion = N!NoConclusion]
      failed == [known EXCEPT !.conclusion = N!Concluded("FAILED", N!Nobody)]
  IN CASE kind = "Query" -> N!Query(id, record, {n}, N!NoEpoch)
       [] kind = "Execute" ->
            N!Execute(Append(id, 1), n, Least(DOMAIN fencer[n].devices),
                      <<record.aim[1], "OFF">>, N!NoEpoch)
       [] kind = "Result" -> N!Result(id, failed, {})

MessageRepeated(n, m, kind, o) ==
  /\ Strays /\ Up(n)
  /\ fencer[n].devices # <<>>
  /\ o # "Taken"
  /\ \E id \in DOMAIN fencer[n].history :
       /\ m = id[2] \/ m \notin fencer[n].view.members
       /\ Take(n, N!MessageDelivered(n, fencer[n], m, Repeated(n, id, kind)), o, bus, timers[n],
               agents[n], asks[n], draws[n], clients)
  /\ UNCHANGED world

-----------------------------------------------------------------------------
(* What the world does *)

ViewFormed(members) ==
  /\ bus.views < MaxViews
  /\ members # {} /\ \A n \in members : Up(n)
  /\ bus' = FormView(bus, members)
  /\ UNCHANGED <<fencer, timers, agents, asks, draws, clients, world>>

Lost(n) ==
  /\ CanLose(bus, n)
  /\ bus' = Lose(bus, n)
  /\ UNCHANGED <<fencer, timers, agents, asks, draws, clients, world>>

(* A fencer is gone at any point; its clients hear that their connection has ended. *)
Crashed(n) ==
  /\ Up(n) /\ world.crashes < MaxCrashes
  /\ fencer' = [fencer EXCEPT ![n] = Down]
  /\ bus' = Leave(bus, n)
  /\ timers' = [timers EXCEPT ![n] = {}]
  /\ agents' = [agents EXCEPT ![n] = {}]
  /\ asks' = [asks EXCEPT ![n] = {}]
  /\ draws' = [draws EXCEPT ![n] = {}]
  /\ clients' = [h \in DOMAIN clients |->
                  IF clients[h].node = n /\ clients[h].result = Open
                  THEN [clients[h] EXCEPT !.result = "cut off"] ELSE clients[h]]
  /\ world' = [world EXCEPT !.crashes = @ + 1]

Restarted(n) ==
  /\ ~Up(n)
  /\ fencer' = [fencer EXCEPT ![n] = [Configured(n) EXCEPT !.inc = world.starts[n] + 1]]
  /\ world' = [world EXCEPT !.starts[n] = @ + 1]
  /\ UNCHANGED <<bus, timers, agents, asks, draws, clients>>

-----------------------------------------------------------------------------
TimerKinds == {"Query", "Execute", "Round", "Delay"}

MessageKinds == {"Query", "QueryReply", "Execute", "Executed", "Result", "History"}

MessageOutcomes ==
  {"Taken", "NOT_FOR_US", "UNKNOWN_OPERATION", "ALREADY_EXECUTING", "NOT_THE_ORIGINATOR",
   "NOT_A_MEMBER"}

Next ==
  \/ \E n \in Fencers :
       \/ ViewChanged(n, "Taken")
       \/ \E kind \in MessageKinds, o \in MessageOutcomes : MessageDelivered(n, kind, o)
       \/ \E o \in {"Taken", "NOT_IN_VIEW", "STALE_EPOCH"} : FenceRequested(n, o)
       \/ \E kind \in TimerKinds, o \in {"Taken", "STALE_TIMER"} :
            TimerFired(n, kind, o) \/ TimerStrayed(n, kind, o)
       \/ \E outcome \in Outcomes, o \in {"Taken", "UNKNOWN_OPERATION"} :
            AgentFinished(n, outcome, o)
       \/ \E o \in {"Taken", "UNKNOWN_OPERATION"} : AgentStrayed(n, o) \/ DrawStrayed(n, o)
       \/ \E capable \in BOOLEAN, o \in {"Taken", "UNKNOWN_OPERATION"} :
            DeviceAnswered(n, capable, o)
       \/ \E o \in {"Taken", "UNKNOWN_OPERATION"} : DelayDrawn(n, o)
       \/ \E m \in Fencers, kind \in {"Query", "Execute", "Result"}, o \in MessageOutcomes :
            MessageStrayed(n, m, kind, o)
       \/ \E m \in Node, kind \in {"Query", "Execute", "Result"}, o \in MessageOutcomes :
            MessageRepeated(n, m, kind, o)
       \/ \E number \in NewEpochs, o \in {"Taken", "STALE_EPOCH"} :
            EpochSeen(n, number, o) \/ DevicesConfigured(n, number, o)
       \/ Lost(n) \/ Crashed(n) \/ Restarted(n)
  \/ \E members \in SUBSET Fencers : ViewFormed(members)

Spec == Init /\ [][Next]_vars

(* What was said is heard; agents and devices end, and timers fire, some day. *)
FairSpec ==
  /\ Spec
  /\ \A n \in Fencers :
       /\ WF_vars(ViewChanged(n, "Taken"))
       /\ WF_vars(\E kind \in MessageKinds, o \in MessageOutcomes : MessageDelivered(n, kind, o))
       /\ WF_vars(TimerFired(n, "Round", "Taken"))

-----------------------------------------------------------------------------
(* Invariants of a fencer, as in the code *)

RoundsAreOwn == \A n \in Fencers : Up(n) => N!RoundsAreOwn(n, fencer[n])
RoundsAreUndecided == \A n \in Fencers : Up(n) => N!RoundsAreUndecided(fencer[n])
OwnPendingOperationsHaveRounds ==
  \A n \in Fencers : Up(n) => N!OwnPendingOperationsHaveRounds(n, fencer[n])
PhaseFitsRound == \A n \in Fencers : Up(n) => N!PhaseFitsRound(fencer[n])
ExecutorIsMember == \A n \in Fencers : Up(n) => N!ExecutorIsMember(n, fencer[n])
PendingOriginatorsAreMembers ==
  \A n \in Fencers : Up(n) => N!PendingOriginatorsAreMembers(n, fencer[n])
LeadersArePending == \A n \in Fencers : Up(n) => N!LeadersArePending(fencer[n])
NoNodeFencesItself == \A n \in Fencers : Up(n) => N!NoNodeFencesItself(n, fencer[n])
DevicesAreNotOverloaded == \A n \in Fencers : Up(n) => N!DevicesAreNotOverloaded(fencer[n])
SuccessHasExecutor == \A n \in Fencers : Up(n) => N!SuccessHasExecutor(fencer[n])
CounterIsGreatest == \A n \in Fencers : Up(n) => N!CounterIsGreatest(fencer[n])

(* Invariants of the whole *)

Levels(target) == At(Topology, target, << <<>> >>)

Safe(action) == IF action = "ON" THEN {"ON"} ELSE IF action = "OFF" THEN {"OFF"}
                ELSE {"OFF", "REBOOT"}

(* What was done is enough: all devices of one level, or any device where there is no topology. *)
Enough(aim, done) ==
  \E i \in DOMAIN Levels(aim[1]) :
    LET level == Levels(aim[1])[i] IN
    IF level = <<>> THEN \E d \in done : d[2] \in Safe(aim[2])
    ELSE \A j \in DOMAIN level : \E d \in done : d[1] = level[j] /\ d[2] \in Safe(aim[2])

(* A success means that agents have done it after the client had asked. *)
SuccessIsTrue ==
  \A h \in DOMAIN clients :
    clients[h].result = "SUCCEEDED" => Enough(clients[h].aim, clients[h].since)

ClientsAreToldOnce == \A h \in DOMAIN clients : clients[h].result # "told twice"

(* Nobody knows another end of an operation than anybody else. *)
OneDecision ==
  \A n, m \in Fencers : (Up(n) /\ Up(m)) =>
    \A id \in DOMAIN fencer[n].history \cap DOMAIN fencer[m].history :
      N!IsDecided(fencer[n].history, id) /\ N!IsDecided(fencer[m].history, id)
        => fencer[n].history[id] = fencer[m].history[id]

(* Nobody knows of an end that the originator does not know of. *)
DecisionsAreTheOriginators ==
  \A n \in Fencers : Up(n) =>
    \A id \in DOMAIN fencer[n].history :
      LET m == id[2]
      IN (IF N!IsDecided(fencer[n].history, id) /\ Up(m) THEN fencer[m].inc = id[3] ELSE FALSE)
           => \/ N!IsDecided(fencer[m].history, id)
              \/ N!PhaseOf(fencer[m], id).is = "Concluding"

(* The client hears what all hear. *)
ClientHearsTheDecision ==
  \A h \in DOMAIN clients : clients[h].result \in {"SUCCEEDED", "FAILED"} =>
    \A n \in Fencers : Up(n) =>
      (N!IsDecided(fencer[n].history, clients[h].op) =>
         fencer[n].history[clients[h].op].conclusion.status = clients[h].result)

(* An agent runs exactly where a call says so. *)
AgentsAreCalls ==
  \A n \in Fencers : Up(n) =>
    {a[1] : a \in agents[n]} =
      {c \in DOMAIN fencer[n].calls : fencer[n].calls[c].status.is = "Running"}

(* No call without an operation that is known. *)
CallsAreOfOperations ==
  \A n \in Fencers : Up(n) =>
    \A c \in DOMAIN fencer[n].calls : N!OperationOf(c) \in DOMAIN fencer[n].history

(* Whoever waits has a timer that ends the wait. *)
EveryWaitHasATimer ==
  \A n \in Fencers : Up(n) => \A id \in DOMAIN fencer[n].rounds :
    LET phase == fencer[n].rounds[id].phase IN
    /\ phase.is # "Concluding" => N!RoundTimer(id) \in timers[n] \/ "Round" \notin Timers
    /\ phase.is = "Querying" => N!QueryTimer(id) \in timers[n]
    /\ phase.is = "Executing" => N!ExecuteTimer(Append(id, phase.number)) \in timers[n]

(* No timer runs for what is over. *)
NoTimerIsLeftOver ==
  \A n \in Fencers : \A t \in timers[n] :
    CASE t[1] \in {"Query", "Round"} -> t[2] \in DOMAIN fencer[n].rounds
      [] t[1] = "Execute" -> N!AwaitsCall(fencer[n], t[2])
      [] t[1] = "Delay" -> N!CallStatus(fencer[n], t[2]) = "Delayed"

(* Nobody but the peer that an order is for obeys it. *)
OrdersAreForOne ==
  \A n, m \in Fencers : (Up(n) /\ Up(m)) =>
    \A c \in DOMAIN fencer[n].calls :
      (c[2] = m /\ N!AwaitsCall(fencer[m], c)) =>
        N!PhaseOf(fencer[m], N!OperationOf(c)).attempt[1] = n

(* What nobody could hear of is not begun. *)
RoundsAreOfMembers ==
  \A n \in Fencers : Up(n) => (fencer[n].rounds # <<>> => N!IsMember(fencer[n], n))

(* Properties of steps *)

(* A finished operation never turns pending again, and a decision stands. *)
FinishedStays ==
  [][\A n \in Fencers : (Up(n) /\ fencer'[n] # Down) =>
      \A id \in DOMAIN fencer[n].history :
        /\ N!HasEnded(fencer[n].history, id) => N!HasEnded(fencer'[n].history, id)
        /\ N!IsDecided(fencer[n].history, id) =>
             fencer'[n].history[id] = fencer[n].history[id]]_vars

(* What was executed is not executed again. *)
OrdersAreObeyedOnce ==
  [][\A n \in Fencers : (Up(n) /\ fencer'[n] # Down) =>
      \A c \in DOMAIN fencer[n].calls \cap DOMAIN fencer'[n].calls :
        fencer[n].calls[c].status.is = "Ended" =>
          fencer'[n].calls[c].status = fencer[n].calls[c].status]_vars

(* A coordinator that was replaced has nobody fenced. *)
NoRoundOfAnOldCoordinator ==
  [][\A n \in Fencers : (Up(n) /\ fencer'[n] # Down) =>
      \A id \in DOMAIN fencer'[n].rounds \ DOMAIN fencer[n].rounds :
        ~N!IsStale(fencer[n], fencer'[n].rounds[id].epoch)]_vars

(* Nor does it say which devices there are. *)
NoDevicesOfAnOldCoordinator ==
  [][\A n \in Fencers :
      (IF Up(n) /\ fencer'[n] # Down THEN fencer'[n].devices # fencer[n].devices ELSE FALSE)
        => fencer'[n].devices = Told(n, Number(fencer'[n].epoch))]_vars

(* The next level is tried only after a device of the one before has failed or is not there. *)
LevelsInOrder ==
  [][\A n \in Fencers : (Up(n) /\ fencer'[n] # Down) =>
      \A id \in DOMAIN fencer[n].rounds \cap DOMAIN fencer'[n].rounds :
        LET p == fencer[n].rounds[id].phase  q == fencer'[n].rounds[id].phase IN
        (p.is = "Executing" /\ q.is = "Executing") =>
          \/ q.progress.levels = p.progress.levels
          \/ /\ Len(q.progress.levels) < Len(p.progress.levels)
             /\ Head(p.progress.steps).required]_vars

(* A node is turned on only after it was turned off by all that had to. *)
OffThenOn ==
  [][\A n \in Fencers : (Up(n) /\ fencer'[n] # Down) =>
      \A id \in DOMAIN fencer'[n].rounds :
        LET q == fencer'[n].rounds[id].phase  aim == fencer'[n].rounds[id].aim IN
        (q.is = "Executing" /\ aim[2] = "REBOOT") =>
          (q.attempt[3] = "ON" => q.progress.covered # N!NoCover)]_vars

(* Every round ends. *)
EveryRoundEnds ==
  \A h \in 1..Len(Wishes) :
    (h \in DOMAIN clients /\ clients[h].result = Open)
      ~> (h \in DOMAIN clients /\ clients[h].result # Open)

(* Histories converge: some day nobody has anything pending, if all has ended. *)
NothingStaysPending ==
  \A n \in Fencers :
    (Up(n) /\ N!PendingIn(fencer[n].history) # {})
      ~> (~Up(n) \/ N!PendingIn(fencer[n].history) = {})

=============================================================================
