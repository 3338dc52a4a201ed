---------------------------- MODULE FencingNode ----------------------------
(***************************************************************************)
(* One fencer: the machine FencingMachine of the code, event by event.     *)
(* A state is a record of                                                  *)
(*   inc        the incarnation of the process                             *)
(*   view       NoView, or [id, members]                                   *)
(*   epoch      the greatest that was seen, or NoEpoch                     *)
(*   devices    by id, of this node                                        *)
(*   topology   the levels of each target that has some                    *)
(*   counter    the greatest of any operation that was seen                *)
(*   rounds     of this node's clients, by operation                       *)
(*   calls      that this node was ordered to execute                      *)
(*   inquiries  queries whose reply waits for agents                       *)
(*   leading    for each aim the pending operation that came first         *)
(*   history    a record of each operation that is known                   *)
(*                                                                         *)
(* An operation is <<counter, originator, incarnation>>, a call has its    *)
(* number after that, an aim is <<target, action>>, an attempt             *)
(* <<peer, device, action>>. Devices are numbers, in the order of their    *)
(* ids. A device is [asks, hosts, terms, delay, priority, limit,           *)
(* verified]: whether its agent has to be asked whom it can fence, whom it *)
(* can if not, how often each action is tried, its delay ("none", "fixed", *)
(* "drawn"), and how many agents may run at once (0: any number).          *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Steps, Maps, Epochs, History

NoView == <<>>
NoEpoch == <<0, 0>>
AnyDevice == 0

Started(inc) ==
  [inc |-> inc, view |-> NoView, epoch |-> NoEpoch, devices |-> <<>>, topology |-> <<>>,
   counter |-> 0, rounds |-> <<>>, calls |-> <<>>, inquiries |-> <<>>, leading |-> <<>>,
   history |-> <<>>]

IsMember(s, n) == s.view # NoView /\ n \in s.view.members
Members(s) == IF s.view = NoView THEN {} ELSE s.view.members

(* Whether an epoch is of a coordinator that has been replaced. *)
IsStale(s, epoch) == epoch # NoEpoch /\ Before(epoch, s.epoch)

Aware(s, epoch) ==
  IF epoch = NoEpoch \/ IsStale(s, epoch) THEN s ELSE [s EXCEPT !.epoch = epoch]

(* A node may turn itself on, but not off: it could not tell anybody. *)
ByTargetItself(action) == action = "ON"

(* Turning a node off, the same for a reboot that a device cannot do itself. *)
CanTerms(terms, action) ==
  action \in terms \/ (action = "REBOOT" /\ "OFF" \in terms)

-----------------------------------------------------------------------------
(* Messages, timers and effects *)

Query(id, record, expected, epoch) ==
  [type |-> "Query", id |-> id, record |-> record, expected |-> expected, epoch |-> epoch]
QueryReply(id, offers) == [type |-> "QueryReply", id |-> id, offers |-> offers]
Execute(call, executor, device, aim, epoch) ==
  [type |-> "Execute", call |-> call, executor |-> executor, device |-> device, aim |-> aim,
   epoch |-> epoch]
Executed(call, outcome, covered) ==
  [type |-> "Executed", call |-> call, outcome |-> outcome, covered |-> covered]
Result(id, record, covered) ==
  [type |-> "Result", id |-> id, record |-> record, covered |-> covered]
HistoryOf(inc, epoch, records) ==
  [type |-> "History", inc |-> inc, epoch |-> epoch, records |-> records]

QueryTimer(id) == <<"Query", id>>
ExecuteTimer(call) == <<"Execute", call>>
RoundTimer(id) == <<"Round", id>>
DelayTimer(call) == <<"Delay", call>>

Multicast(message) == [type |-> "Multicast", message |-> message]
RunAgent(call, device, aim) ==
  [type |-> "RunAgent", call |-> call, device |-> device, aim |-> aim]
AskDevice(id, device) == [type |-> "AskDevice", id |-> id, device |-> device]
DrawDelay(call) == [type |-> "DrawDelay", call |-> call]
StartTimer(timer) == [type |-> "StartTimer", timer |-> timer]
CancelTimer(timer) == [type |-> "CancelTimer", timer |-> timer]
ReplyToClient(handle, id, record) ==
  [type |-> "ReplyToClient", handle |-> handle, id |-> id, record |-> record]
NotifySubscribers(id, record) == [type |-> "NotifySubscribers", id |-> id, record |-> record]

-----------------------------------------------------------------------------
(* Parts of steps: [s, does]. *)

Part(s) == [s |-> s, does |-> <<>>]
And(part, effect) == [part EXCEPT !.does = Append(@, effect)]
Do(s, effects) == [s |-> s, does |-> effects]
Then(part, Op(_)) ==
  LET next == Op(part.s) IN [s |-> next.s, does |-> part.does \o next.does]
Stepped(part) == Taken(part.s, part.does)

(* Op(... Op(part, k1) ..., kn) in the order of the keys. *)
RECURSIVE Each(_, _, _)
Each(Op(_, _), part, keys) ==
  IF keys = {} THEN part
  ELSE LET k == CHOOSE x \in keys : \A y \in keys \ {x} : TupleBefore(x, y)
           next == Op(part.s, k)
       IN Each(Op, [s |-> next.s, does |-> part.does \o next.does], keys \ {k})

RECURSIVE InOrder(_)
InOrder(numbers) ==
  IF numbers = {} THEN <<>>
  ELSE LET k == CHOOSE x \in numbers : \A y \in numbers : x <= y
       IN <<k>> \o InOrder(numbers \ {k})

Learn(s, history) ==
  LET counters == {id[1] : id \in DOMAIN history} \cup {s.counter}
  IN [s EXCEPT !.history = history,
               !.counter = CHOOSE c \in counters : \A d \in counters : d <= c]

InPhase(s, id, phase) == [s EXCEPT !.rounds[id].phase = phase]

(* A round concerns its own, pending record. *)
Pending(round) == [aim |-> round.aim, asOf |-> round.asOf, conclusion |-> NoConclusion]

OperationOf(call) == SubSeq(call, 1, 3)

-----------------------------------------------------------------------------
(* Which peer uses which device. An offer is                               *)
(* [device, priority, verified, can].                                      *)

OfferOf(s, d) ==
  [device |-> d, priority |-> s.devices[d].priority, verified |-> s.devices[d].verified,
   can |-> DOMAIN s.devices[d].terms]

PlanStep(action, device, required) ==
  [action |-> action, device |-> device, required |-> required]

Mapped(offer, action) == IF action \in offer.can THEN action ELSE "OFF"

ActionRank(action) == CASE action = "OFF" -> 1 [] action = "ON" -> 2 [] OTHER -> 3

(* Verified access first, then any node before the target, then priority, then least name. *)
Preferred(a, b, target) ==
  LET rank(c) == <<IF c.offer.verified THEN 0 ELSE 1,
                   IF c.peer = target THEN 1 ELSE 0,
                   0 - c.offer.priority,
                   c.peer, c.offer.device, ActionRank(c.action)>>
  IN TupleBefore(rank(a), rank(b))

Candidates(s, target, progress) ==
  LET step == Head(progress.steps)
      peers == {p \in DOMAIN progress.offers \cap Members(s) :
                  ByTargetItself(step.action) \/ p # target}
      of(p) == {progress.offers[p][i] : i \in DOMAIN progress.offers[p]}
      all == UNION {{[peer |-> p, offer |-> o, action |-> Mapped(o, step.action)] : o \in of(p)}
                      : p \in peers}
  IN {c \in all :
        /\ step.device = AnyDevice \/ step.device = c.offer.device
        /\ CanTerms(c.offer.can, step.action)
        /\ <<c.peer, c.offer.device, c.action>> \notin progress.tried}

Best(s, target, progress) ==
  LET all == Candidates(s, target, progress)
  IN CHOOSE c \in all : \A d \in all \ {c} : Preferred(c, d, target)

(* A reboot that some device of the level cannot do itself becomes off by all, then on by all: *)
(* a node with two supplies is off only while both are.                                        *)
StepsOf(level, action, offers) ==
  LET CanReboot(d) == \E p \in DOMAIN offers : \E i \in DOMAIN offers[p] :
                        offers[p][i].device = d /\ "REBOOT" \in offers[p][i].can
      all(a, required) == [i \in DOMAIN level |-> PlanStep(a, level[i], required)]
      direct == action # "REBOOT" \/ \A i \in DOMAIN level : CanReboot(level[i])
  IN IF level = <<>> THEN <<PlanStep(action, AnyDevice, TRUE)>>
     ELSE IF direct THEN all(action, TRUE)
     ELSE all("OFF", TRUE) \o all("ON", FALSE)

Levels(s, target) == At(s.topology, target, << <<>> >>)

NoCover == <<>>

Progress(action, levels, offers, calls) ==
  [offers |-> offers, levels |-> levels, steps |-> StepsOf(Head(levels), action, offers),
   tried |-> {}, calls |-> calls, covered |-> NoCover]

-----------------------------------------------------------------------------
(* How a round is concluded. *)

(* Stops waiting for what the present phase waits for. *)
LeavePhase(s, id) ==
  LET phase == s.rounds[id].phase IN
  CASE phase.is = "Querying" -> Do(s, <<CancelTimer(QueryTimer(id))>>)
    [] phase.is = "Executing" ->
         Do(s, <<CancelTimer(ExecuteTimer(Append(id, phase.number)))>>)
    [] OTHER -> Part(s)

Conclude(s, id, conclusion, covered) ==
  LET record == [Pending(s.rounds[id]) EXCEPT !.conclusion = conclusion]
      left == LeavePhase(s, id)
  IN Do(InPhase(s, id, [is |-> "Concluding", record |-> record, covered |-> covered]),
        left.does \o <<CancelTimer(RoundTimer(id)), Multicast(Result(id, record, covered))>>)

Fail(s, id) == Conclude(s, id, Concluded("FAILED", Nobody), {})

(* The node is safe; whoever was asked last is named. *)
Succeed(s, id, progress) ==
  LET phase == s.rounds[id].phase IN
  Conclude(s, id,
           Concluded("SUCCEEDED", IF phase.is = "Executing" THEN phase.attempt[1] ELSE Nobody),
           IF progress.covered = NoCover THEN {} ELSE progress.covered[1])

-----------------------------------------------------------------------------
(* How devices are used, one after another, until a level has succeeded. *)

ExecuteOf(s, id) ==
  LET round == s.rounds[id]  attempt == round.phase.attempt IN
  Execute(Append(id, round.phase.number), attempt[1], attempt[2],
          <<round.aim[1], attempt[3]>>, round.epoch)

Order(s, id, progress) ==
  LET best == Best(s, s.rounds[id].aim[1], progress)
      called == [progress EXCEPT !.calls = @ + 1]
      next == InPhase(s, id,
                [is |-> "Executing", progress |-> called, number |-> called.calls,
                 attempt |-> <<best.peer, best.offer.device, best.action>>])
  IN Do(next, LeavePhase(s, id).does
              \o <<StartTimer(ExecuteTimer(Append(id, called.calls))),
                   Multicast(ExecuteOf(next, id))>>)

(* Gives the next order, or decides. *)
RECURSIVE NextOrder(_, _, _)
NextOrder(s, id, progress) ==
  LET round == s.rounds[id]
      step == Head(progress.steps)
      done == [progress EXCEPT !.steps = Tail(@)]
  IN IF IsStale(s, round.epoch) /\ step.required THEN Fail(s, id)
     ELSE IF Candidates(s, round.aim[1], progress) # {} THEN Order(s, id, progress)
     ELSE IF ~step.required
          THEN IF done.steps = <<>> THEN Succeed(s, id, done) ELSE NextOrder(s, id, done)
     ELSE IF Len(progress.levels) > 1
          THEN NextOrder(s, id, Progress(round.aim[2], Tail(progress.levels), progress.offers,
                                         progress.calls))
     ELSE Fail(s, id)

StepDone(s, id, progress) ==
  IF progress.steps = <<>> THEN Succeed(s, id, progress) ELSE NextOrder(s, id, progress)

Begin(s, id, offers) ==
  LET aim == s.rounds[id].aim IN
  NextOrder(s, id, Progress(aim[2], Levels(s, aim[1]), offers, 0))

TriedInVain(s, id) ==
  LET phase == s.rounds[id].phase IN
  NextOrder(s, id, [phase.progress EXCEPT !.tried = @ \cup {phase.attempt}])

(* Goes on in a new view: repeats the order, or does without an executor that is gone. *)
ResumeOrder(s, id, phase) ==
  IF ~Has(s.rounds, id) THEN Part(s)
  ELSE IF s.rounds[id].phase # phase THEN Part(s)
  ELSE IF IsMember(s, phase.attempt[1]) THEN Do(s, <<Multicast(ExecuteOf(s, id))>>)
  ELSE TriedInVain(s, id)

-----------------------------------------------------------------------------
(* How a round is opened, and goes on when another one has ended. *)

(* Asks all who may be able; the query comes back in agreed order and then counts. *)
Announce(s, id) ==
  LET round == s.rounds[id]
      expected == IF ByTargetItself(round.aim[2]) THEN Members(s)
                  ELSE Members(s) \ {round.aim[1]}
      next == IF round.phase.is = "Executing" THEN s
              ELSE InPhase(s, id, [is |-> "Announced"])
  IN Do(next, <<Multicast(Query(id, Pending(round), expected, round.epoch))>>)

(* A round that followed one which has ended with a result. *)
FollowLeader(s, id, result) ==
  LET c == result.record.conclusion IN
  IF c.status = "SUCCEEDED" /\ id \notin result.covered THEN Announce(s, id)
  ELSE Conclude(s, id, Concluded(c.status, c.executor), result.covered)

Followers(s, leader) ==
  {id \in DOMAIN s.rounds : s.rounds[id].phase = [is |-> "Following", leader |-> leader]}

LeaderEnded(s, result) ==
  LET Follow(t, id) == FollowLeader(t, id, result)
  IN Each(Follow, Part(s), Followers(s, result.id))

(* Rounds whose leader is gone without a result go on by themselves. *)
LeadersLost(s) ==
  LET lost == {id \in DOMAIN s.rounds :
                 /\ s.rounds[id].phase.is = "Following"
                 /\ ~IsPending(s.history, s.rounds[id].phase.leader)}
  IN Each(Announce, Part(s), lost)

(* All that is still open is said again: no order holds between two views. *)
Resume(s, id) ==
  LET phase == s.rounds[id].phase
      Again(t) == Announce(t, id)
      OrderAgain(t) == ResumeOrder(t, id, phase)
  IN CASE phase.is \in {"Announced", "Following"} -> Announce(s, id)
       [] phase.is = "Querying" -> Then(LeavePhase(s, id), Again)
       [] phase.is = "Executing" -> Then(Announce(s, id), OrderAgain)
       [] phase.is = "Concluding" ->
            Do(s, <<Multicast(Result(id, phase.record, phase.covered))>>)

-----------------------------------------------------------------------------
(* What is forgotten of operations that have ended. *)

ForgetInquiries(s) ==
  [s EXCEPT !.inquiries =
    Only(@, {id \in DOMAIN @ : IsPending(s.history, id)})]

ForgetCall(s, call) ==
  Do([s EXCEPT !.calls = Without(@, {call})],
     IF s.calls[call].status.is = "Delayed" THEN <<CancelTimer(DelayTimer(call))>> ELSE <<>>)

Tidy(s) ==
  LET t == ForgetInquiries(s)
      over == {c \in DOMAIN t.calls :
                 HasEnded(t.history, OperationOf(c)) /\ t.calls[c].status.is # "Running"}
  IN Each(ForgetCall, Part(t), over)

(* An operation that has ended leads nothing. *)
Unled(s) ==
  [s EXCEPT !.leading = Only(@, {aim \in DOMAIN @ : IsPending(s.history, @[aim])})]

(* The pending operations of these will not be decided by anybody any more. *)
LoseOperations(s, lost) ==
  LET after == Unled(Learn(s, LostIn(s.history, lost)))
      Notify(t, id) == Do(t, <<NotifySubscribers(id, t.history[id])>>)
  IN Then(Then(Each(Notify, Part(after), lost), LeadersLost), Tidy)

-----------------------------------------------------------------------------
(* FenceRequested: a client of this node wants a node fenced. *)

FenceRequestedOutcome(self, s, epoch) ==
  IF IsStale(s, epoch) THEN "STALE_EPOCH"
  ELSE IF ~IsMember(s, self) THEN "NOT_IN_VIEW"
  ELSE "Taken"

FenceRequested(self, s, handle, aim, epoch) ==
  LET id == <<s.counter + 1, self, s.inc>>
      round == [handle |-> handle, aim |-> aim, epoch |-> epoch,
                asOf |-> IF epoch # NoEpoch THEN epoch ELSE s.epoch,
                phase |-> [is |-> "Announced"]]
      asked == [Aware(s, epoch) EXCEPT !.counter = s.counter + 1,
                                       !.rounds = With(@, id, round)]
      AnnounceIt(t) == Announce(t, id)
  IN Guarded(FenceRequestedOutcome(self, s, epoch), s,
       Stepped(Then(Do(asked, <<StartTimer(RoundTimer(id))>>), AnnounceIt)))

-----------------------------------------------------------------------------
(* Delivered Query: an operation is pending; who is expected says what it could do for it. *)

QueryOutcome(s, from, m) ==
  IF m.id[2] # from THEN "NOT_THE_ORIGINATOR"
  ELSE IF HasEnded(s.history, m.id) THEN "UNKNOWN_OPERATION"
  ELSE "Taken"

(* One's own query has come back. *)
QueryDelivered(s, m) ==
  IF At(s.rounds, m.id, [phase |-> [is |-> "none"]]).phase.is # "Announced" THEN Part(s)
  ELSE LET leader == At(s.leading, s.rounds[m.id].aim, m.id) IN
       \* What is older follows nobody that is newer, or two could wait for each other.
       IF TupleBefore(leader, m.id)
       THEN Part(InPhase(s, m.id, [is |-> "Following", leader |-> leader]))
       ELSE IF m.expected = {} THEN Begin(s, m.id, <<>>)
       ELSE Do(InPhase(s, m.id, [is |-> "Querying", awaited |-> m.expected, offers |-> <<>>]),
               <<StartTimer(QueryTimer(m.id))>>)

Offers(s, devices) ==
  LET there == InOrder(devices \cap DOMAIN s.devices)
  IN [i \in DOMAIN there |-> OfferOf(s, there[i])]

Able(s, action) == {d \in DOMAIN s.devices : CanTerms(DOMAIN s.devices[d].terms, action)}

Reply(s, id, aim) ==
  LET able == Able(s, aim[2])
      unsure == {d \in able : s.devices[d].asks}
      sure == {d \in able \ unsure : aim[1] \in s.devices[d].hosts}
      asks == InOrder(unsure)
  IN IF unsure = {} THEN Do(s, <<Multicast(QueryReply(id, Offers(s, sure)))>>)
     ELSE Do([s EXCEPT !.inquiries =
                With(@, id, [aim |-> aim, unanswered |-> unsure, capable |-> sure])],
             [i \in DOMAIN asks |-> AskDevice(id, asks[i])])

OnQuery(self, s, from, m) ==
  LET aware == Aware(s, m.epoch)
      known == Learn(aware, Plus(aware.history, m.id, m.record))
      led == IF Has(known.leading, m.record.aim) THEN known
             ELSE [known EXCEPT !.leading = With(@, m.record.aim, m.id)]
      ReplyToIt(t) == IF self \in m.expected THEN Reply(t, m.id, m.record.aim) ELSE Part(t)
  IN Guarded(QueryOutcome(s, from, m), s, Stepped(Then(QueryDelivered(led, m), ReplyToIt)))

-----------------------------------------------------------------------------
(* DeviceAnswered: an agent has said whether its device can fence the target. *)

DeviceAnsweredOutcome(s, id, d) ==
  IF d \notin At(s.inquiries, id, [unanswered |-> {}]).unanswered THEN "UNKNOWN_OPERATION"
  ELSE "Taken"

DeviceAnswered(self, s, id, d, capable) ==
  Guarded(DeviceAnsweredOutcome(s, id, d), s,
    LET inquiry == s.inquiries[id]
        left == inquiry.unanswered \ {d}
        able == IF capable THEN inquiry.capable \cup {d} ELSE inquiry.capable
    IN IF left # {}
       THEN Taken([s EXCEPT !.inquiries[id] =
                     [aim |-> inquiry.aim, unanswered |-> left, capable |-> able]], <<>>)
       ELSE Taken([s EXCEPT !.inquiries = Without(@, {id})],
                  <<Multicast(QueryReply(id, Offers(s, able)))>>))

-----------------------------------------------------------------------------
(* Delivered QueryReply, and QueryTimer: who can do what is known. *)

PhaseOf(s, id) == At(s.rounds, id, [phase |-> [is |-> "none"]]).phase

AwaitsReply(s, id, from) ==
  IF PhaseOf(s, id).is = "Querying" THEN from \in PhaseOf(s, id).awaited ELSE FALSE

QueryReplyOutcome(self, s, from, m) ==
  IF m.id[2] # self THEN "NOT_FOR_US"
  ELSE IF ~AwaitsReply(s, m.id, from) THEN "UNKNOWN_OPERATION"
  ELSE "Taken"

OnQueryReply(self, s, from, m) ==
  Guarded(QueryReplyOutcome(self, s, from, m), s,
    LET phase == s.rounds[m.id].phase
        asked == [phase EXCEPT !.awaited = @ \ {from}, !.offers = With(@, from, m.offers)]
    IN IF asked.awaited # {} THEN Taken(InPhase(s, m.id, asked), <<>>)
       ELSE Stepped(Begin(s, m.id, asked.offers)))

QueryTimerOutcome(s, id) ==
  IF PhaseOf(s, id).is # "Querying" THEN "STALE_TIMER"
  ELSE "Taken"

(* Those who did not reply are done without. *)
QueryTimedOut(s, id) ==
  Guarded(QueryTimerOutcome(s, id), s, Stepped(Begin(s, id, PhaseOf(s, id).offers)))

-----------------------------------------------------------------------------
(* RoundTimer: the client does not wait any longer. *)

RoundTimerOutcome(s, id) ==
  IF PhaseOf(s, id).is \in {"none", "Concluding"} THEN "STALE_TIMER"
  ELSE "Taken"

(* A node that has been off is safe by then. *)
RoundTimedOut(s, id) ==
  Guarded(RoundTimerOutcome(s, id), s,
    LET phase == PhaseOf(s, id)
        safe == IF phase.is = "Executing" THEN ~Head(phase.progress.steps).required ELSE FALSE
    IN Stepped(IF safe THEN Succeed(s, id, phase.progress) ELSE Fail(s, id)))

-----------------------------------------------------------------------------
(* Delivered Execute: a peer obeys an order once, if it may at all. *)

CallStatus(s, call) == At(s.calls, call, [status |-> [is |-> "none"]]).status.is

ExecuteOutcome(self, s, from, m) ==
  IF m.call[2] # from THEN "NOT_THE_ORIGINATOR"
  ELSE IF m.executor # self THEN "NOT_FOR_US"
  ELSE IF HasEnded(s.history, OperationOf(m.call)) THEN "UNKNOWN_OPERATION"
  ELSE IF CallStatus(s, m.call) \notin {"none", "Ended"} THEN "ALREADY_EXECUTING"
  ELSE "Taken"

(* What the peer refuses, it says. *)
Objects(self, s, m) ==
  \/ IsStale(s, m.epoch)
  \/ m.aim[1] = self /\ ~ByTargetItself(m.aim[2])
  \/ ~Has(s.devices, m.device)
  \/ ~Has(At(s.devices, m.device, [terms |-> <<>>]).terms, m.aim[2])

Running(s, d) == {c \in DOMAIN s.calls : s.calls[c].device = d /\ s.calls[c].status.is = "Running"}
Queued(s, d) == {c \in DOMAIN s.calls : s.calls[c].device = d /\ s.calls[c].status.is = "Queued"}

Run(s, call) ==
  RunAgent(call, s.calls[call].device, s.calls[call].aim)

(* Runs what waits, as far as the device stands it. *)
RECURSIVE Dispatch(_, _)
Dispatch(s, d) ==
  IF Queued(s, d) = {} THEN Part(s)
  ELSE LET next == CHOOSE c \in Queued(s, d) : \A o \in Queued(s, d) \ {c} : TupleBefore(c, o)
           limit == s.calls[next].limit
           begun == [s EXCEPT !.calls[next].status = [is |-> "Running"]]
           Further(t) == Dispatch(t, d)
       IN IF limit = 0 \/ Cardinality(Running(s, d)) < limit
          THEN Then(Do(begun, <<Run(begun, next)>>), Further)
          ELSE Part(s)

Accept(s, m) ==
  LET device == s.devices[m.device]
      delayed == m.aim[2] # "ON" /\ device.delay # "none"
      call == [device |-> m.device, aim |-> m.aim, left |-> device.terms[m.aim[2]],
               limit |-> device.limit,
               status |-> [is |-> IF delayed THEN "Delayed" ELSE "Queued"]]
      accepted == [Aware(s, m.epoch) EXCEPT !.calls = With(@, m.call, call)]
  IN IF ~delayed THEN Dispatch(accepted, m.device)
     ELSE IF device.delay = "drawn" THEN Do(accepted, <<DrawDelay(m.call)>>)
     ELSE Do(accepted, <<StartTimer(DelayTimer(m.call))>>)

OnExecute(self, s, from, m) ==
  Guarded(ExecuteOutcome(self, s, from, m), s,
    IF Has(s.calls, m.call) THEN Taken(s, <<Multicast(s.calls[m.call].status.answer)>>)
    ELSE IF Objects(self, s, m)
    THEN Taken(s, <<Multicast(Executed(m.call, "FAILED", {}))>>)
    ELSE Stepped(Accept(s, m)))

-----------------------------------------------------------------------------
(* DelayDrawn, DelayTimer: an order is held back. *)

DelayDrawnOutcome(s, call) ==
  IF CallStatus(s, call) # "Delayed" THEN "UNKNOWN_OPERATION"
  ELSE "Taken"

DelayDrawn(self, s, call) ==
  Guarded(DelayDrawnOutcome(s, call), s, Taken(s, <<StartTimer(DelayTimer(call))>>))

DelayTimerOutcome(s, call) ==
  IF CallStatus(s, call) # "Delayed" THEN "STALE_TIMER"
  ELSE "Taken"

DelayOver(s, call) ==
  Guarded(DelayTimerOutcome(s, call), s,
    Stepped(Dispatch([s EXCEPT !.calls[call].status = [is |-> "Queued"]], s.calls[call].device)))

-----------------------------------------------------------------------------
(* AgentFinished: a run of an agent has ended; a failure is repeated as often as the device's *)
(* terms say.                                                                                 *)

AgentFinishedOutcome(s, call) ==
  IF CallStatus(s, call) # "Running" THEN "UNKNOWN_OPERATION"
  ELSE "Taken"

(* The other operations that are pending for the same; their clients have asked by now. *)
Covered(s, id) ==
  IF ~Has(s.history, id) THEN {}
  ELSE {o \in DOMAIN s.history \ {id} :
          IsPending(s.history, o) /\ s.history[o].aim = s.history[id].aim}

AgentFinished(self, s, call, outcome) ==
  Guarded(AgentFinishedOutcome(s, call), s,
    LET c == s.calls[call]
        id == OperationOf(call)
        answer == Executed(call, outcome, Covered(s, id))
        again == [s EXCEPT !.calls[call].left = @ - 1]
        Further(t) == Dispatch(t, c.device)
    IN IF HasEnded(s.history, id)
       THEN Stepped(Dispatch([s EXCEPT !.calls = Without(@, {call})], c.device))
       ELSE IF outcome = "FAILED" /\ c.left > 1 THEN Taken(again, <<Run(again, call)>>)
       ELSE Stepped(Then(Do([s EXCEPT !.calls[call].status =
                               [is |-> "Ended", answer |-> answer]],
                            <<Multicast(answer)>>), Further)))

-----------------------------------------------------------------------------
(* Delivered Executed, and ExecuteTimer: an order has come to its end. *)

AwaitsCall(s, call) ==
  LET phase == PhaseOf(s, OperationOf(call)) IN
  IF phase.is = "Executing" THEN phase.number = call[4] ELSE FALSE

AwaitsFrom(s, call, from) ==
  IF AwaitsCall(s, call) THEN PhaseOf(s, OperationOf(call)).attempt[1] = from ELSE FALSE

ExecutedOutcome(self, s, from, m) ==
  IF m.call[2] # self THEN "NOT_FOR_US"
  ELSE IF ~AwaitsFrom(s, m.call, from) THEN "UNKNOWN_OPERATION"
  ELSE "Taken"

(* Any device that was told off instead of reboot is told on again next. *)
Succeeded(s, id, serves) ==
  LET phase == s.rounds[id].phase
      step == Head(phase.progress.steps)
      mapped == step.action = "REBOOT" /\ phase.attempt[3] = "OFF"
      covered == IF phase.progress.covered = NoCover THEN serves
                 ELSE phase.progress.covered[1] \cap serves
      done == [phase.progress EXCEPT !.steps = Tail(@), !.covered = <<covered>>]
  IN StepDone(s, id,
       IF mapped
       THEN [done EXCEPT !.steps = <<PlanStep("ON", phase.attempt[2], FALSE)>> \o @]
       ELSE done)

OnExecuted(self, s, from, m) ==
  Guarded(ExecutedOutcome(self, s, from, m), s,
    LET id == OperationOf(m.call) IN
    Stepped(IF m.outcome = "SUCCEEDED" THEN Succeeded(s, id, m.covered) ELSE TriedInVain(s, id)))

ExecuteTimerOutcome(s, call) ==
  IF ~AwaitsCall(s, call) THEN "STALE_TIMER"
  ELSE "Taken"

ExecuteTimedOut(s, call) ==
  Guarded(ExecuteTimerOutcome(s, call), s, Stepped(TriedInVain(s, OperationOf(call))))

-----------------------------------------------------------------------------
(* Delivered Result: an operation has ended, for all. *)

ResultOutcome(s, from, m) ==
  IF m.id[2] # from THEN "NOT_THE_ORIGINATOR"
  ELSE IF IsDecided(s.history, m.id) THEN "UNKNOWN_OPERATION"
  ELSE "Taken"

AnswerClient(s, id, record) ==
  IF PhaseOf(s, id).is # "Concluding" THEN Part(s)
  ELSE Do([s EXCEPT !.rounds = Without(@, {id})],
          <<ReplyToClient(s.rounds[id].handle, id, record)>>)

OnResult(self, s, from, m) ==
  LET known == Learn(s, Plus(s.history, m.id, m.record))
      Answer(t) == AnswerClient(t, m.id, m.record)
      Followed(t) == LeaderEnded(Unled(t), m)
  IN Guarded(ResultOutcome(s, from, m), s,
       Stepped(Then(Then(Then(Do(known, <<NotifySubscribers(m.id, m.record)>>), Answer),
                         Followed), Tidy)))

-----------------------------------------------------------------------------
(* Delivered History: what another one knows. *)

(* What others know of our own operations: a decision of ours that has come back is as good as *)
(* our own result; what they have taken for lost is given up, so that all hear the same.       *)
Settle(s, id) ==
  IF ~HasEnded(s.history, id) THEN Part(s)
  ELSE IF IsDecided(s.history, id) THEN AnswerClient(s, id, s.history[id])
  ELSE IF PhaseOf(s, id).is = "Concluding" THEN Part(s)
  ELSE Fail(s, id)

SettleOwn(s) == Each(Settle, Part(s), DOMAIN s.rounds)

(* What has been pending or presumed lost and is more than that now. *)
News(before, after) ==
  {id \in DOMAIN before \cap DOMAIN after :
     before[id] # after[id] /\ ~IsPending(after, id)}

IsOf(id, n, inc) == id[2] = n /\ id[3] # inc

(* Repeats the orders to a peer that may have been started anew; an old one knows them. *)
RepeatTo(s, peer) ==
  LET Again(t, id) == ResumeOrder(t, id, s.rounds[id].phase)
  IN Each(Again, Part(s), {id \in DOMAIN s.rounds :
                             IF s.rounds[id].phase.is = "Executing"
                             THEN s.rounds[id].phase.attempt[1] = peer ELSE FALSE})

OnHistory(self, s, from, m) ==
  LET merged == Merge(s.history, m.records)
      Notify(t, id) == Do(t, <<NotifySubscribers(id, t.history[id])>>)
      told == Each(Notify, Part(Learn(Aware(s, m.epoch), merged)), News(s.history, merged))
      Lose(t) == LoseOperations(t,
                   {id \in PendingIn(t.history) :
                      IsOf(id, from, m.inc) \/ IsOf(id, self, t.inc) \/ ~IsMember(t, id[2])})
      Repeat(t) == RepeatTo(t, from)
      (* Whoever hears of an old operation of ours after it has heard us would wait for its end. *)
      Again(t) == IF \E id \in PendingIn(merged) : IsOf(id, self, s.inc)
                  THEN Do(t, <<Multicast(HistoryOf(t.inc, t.epoch, t.history))>>)
                  ELSE Part(t)
  IN Stepped(Then(Then(Then(Then(told, Lose), SettleOwn), Repeat), Again))

-----------------------------------------------------------------------------
(* MessageDelivered: a message arrived in agreed order, maybe one's own. *)

MessageDeliveredOutcome(s, from) ==
  IF ~IsMember(s, from) THEN "NOT_A_MEMBER"
  ELSE "Taken"

MessageDelivered(self, s, from, m) ==
  Guarded(MessageDeliveredOutcome(s, from), s,
    CASE m.type = "Query" -> OnQuery(self, s, from, m)
      [] m.type = "QueryReply" -> OnQueryReply(self, s, from, m)
      [] m.type = "Execute" -> OnExecute(self, s, from, m)
      [] m.type = "Executed" -> OnExecuted(self, s, from, m)
      [] m.type = "Result" -> OnResult(self, s, from, m)
      [] m.type = "History" -> OnHistory(self, s, from, m))

-----------------------------------------------------------------------------
(* TimerFired *)

TimerFired(self, s, timer) ==
  CASE timer[1] = "Query" -> QueryTimedOut(s, timer[2])
    [] timer[1] = "Execute" -> ExecuteTimedOut(s, timer[2])
    [] timer[1] = "Round" -> RoundTimedOut(s, timer[2])
    [] timer[1] = "Delay" -> DelayOver(s, timer[2])

-----------------------------------------------------------------------------
(* ViewChanged: the engine gave a view. All is said in each view: whoever came along from the *)
(* last one may have missed its end.                                                          *)

ViewChanged(self, s, view) ==
  LET fresh == [s EXCEPT !.view = view, !.leading = <<>>, !.inquiries = <<>>]
      Lose(t) == LoseOperations(t, {id \in PendingIn(t.history) : ~IsMember(t, id[2])})
      GoOn(t) == Each(Resume, Part(t), DOMAIN t.rounds)
  IN IF self \notin view.members THEN Taken(fresh, <<>>)
     ELSE LET tell == Multicast(HistoryOf(s.inc, s.epoch, s.history))
          IN Stepped(Then(Then(Do(fresh, <<tell>>), Lose), GoOn))

-----------------------------------------------------------------------------
(* DevicesConfigured, EpochSeen: the local controller, and the coordinator's epoch. *)

DevicesConfiguredOutcome(s, epoch) ==
  IF IsStale(s, epoch) THEN "STALE_EPOCH"
  ELSE "Taken"

DevicesConfigured(self, s, epoch, devices, topology) ==
  Guarded(DevicesConfiguredOutcome(s, epoch), s,
    Taken([Aware(s, epoch) EXCEPT !.devices = devices, !.topology = topology], <<>>))

EpochSeenOutcome(s, epoch) ==
  IF IsStale(s, epoch) THEN "STALE_EPOCH"
  ELSE "Taken"

EpochSeen(self, s, epoch) ==
  Guarded(EpochSeenOutcome(s, epoch), s, Taken(Aware(s, epoch), <<>>))

-----------------------------------------------------------------------------
(* Any event, as a trace tells it. *)

Step(self, s, event) ==
  CASE event.type = "DevicesConfigured" ->
         DevicesConfigured(self, s, event.epoch, event.devices, event.topology)
    [] event.type = "ViewChanged" -> ViewChanged(self, s, event.view)
    [] event.type = "EpochSeen" -> EpochSeen(self, s, event.epoch)
    [] event.type = "FenceRequested" ->
         FenceRequested(self, s, event.handle, event.aim, event.epoch)
    [] event.type = "MessageDelivered" -> MessageDelivered(self, s, event.sender, event.message)
    [] event.type = "TimerFired" -> TimerFired(self, s, event.timer)
    [] event.type = "AgentFinished" -> AgentFinished(self, s, event.call, event.outcome)
    [] event.type = "DeviceAnswered" ->
         DeviceAnswered(self, s, event.id, event.device, event.capable)
    [] event.type = "DelayDrawn" -> DelayDrawn(self, s, event.call)
    [] event.type = "ClockTold" -> Taken(s, <<>>)

-----------------------------------------------------------------------------
(* What is true of every fencer; the code checks the same in production. *)

RoundsAreOwn(self, s) == \A id \in DOMAIN s.rounds : id[2] = self /\ id[3] = s.inc
RoundsAreUndecided(s) == \A id \in DOMAIN s.rounds : ~IsDecided(s.history, id)
OwnPendingOperationsHaveRounds(self, s) ==
  \A id \in PendingIn(s.history) : id[2] = self /\ id[3] = s.inc => Has(s.rounds, id)
PhaseFitsRound(s) ==
  \A id \in DOMAIN s.rounds :
    LET phase == s.rounds[id].phase IN
    CASE phase.is = "Following" -> TupleBefore(phase.leader, id)
      [] phase.is = "Querying" -> phase.awaited # {}
      [] phase.is = "Executing" -> phase.attempt \notin phase.progress.tried
      [] phase.is = "Concluding" -> phase.record.conclusion.status \in {"FAILED", "SUCCEEDED"}
      [] OTHER -> TRUE
ExecutorIsMember(self, s) ==
  IsMember(s, self) =>
    \A id \in DOMAIN s.rounds :
      s.rounds[id].phase.is = "Executing" => IsMember(s, s.rounds[id].phase.attempt[1])
PendingOriginatorsAreMembers(self, s) ==
  IsMember(s, self) => \A id \in PendingIn(s.history) : IsMember(s, id[2])
LeadersArePending(s) ==
  \A aim \in DOMAIN s.leading :
    IsPending(s.history, s.leading[aim]) /\ s.history[s.leading[aim]].aim = aim
NoNodeFencesItself(self, s) ==
  \A c \in DOMAIN s.calls : s.calls[c].aim[1] = self => ByTargetItself(s.calls[c].aim[2])
DevicesAreNotOverloaded(s) ==
  \A c \in DOMAIN s.calls :
    s.calls[c].status.is = "Running" /\ s.calls[c].limit > 0 =>
      Cardinality(Running(s, s.calls[c].device)) <= s.calls[c].limit
SuccessHasExecutor(s) ==
  \A id \in DOMAIN s.history :
    s.history[id].conclusion.status = "SUCCEEDED" => s.history[id].conclusion.executor # Nobody
CounterIsGreatest(s) ==
  \A id \in DOMAIN s.history \cup DOMAIN s.rounds : id[1] <= s.counter

=============================================================================
