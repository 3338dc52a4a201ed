-------------------------------- MODULE Join --------------------------------
(***************************************************************************)
(* The join sequence: the nodes of JoinNode on the bus. Beside each there  *)
(* is a replica of the CIB. The replicas have views of their own; in one   *)
(* of them the DC's order makes one CIB everybody's, or fails. The         *)
(* election is a message: it is delivered in agreed order like all others, *)
(* and any member may win it, any number of times.                         *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Bus, Epochs, Steps

CONSTANTS
  Node,         \* numbers, in the order of the nodes' names
  OldSpeakers,  \* nodes that speak another version of the messages
  MaxViews,     \* how many views of the controllers are formed
  MaxReplicas,  \* how many views of the replicas are formed
  MaxEpoch,     \* no step opens an epoch with a greater number
  MaxInbox,     \* no step is taken that would fill an inbox with more
  MaxElections, \* how many elections are held
  Faults        \* what may go wrong, by name; see below

VARIABLES
  node,         \* each node's state
  timers,       \* which timers run, of each node
  wanted,       \* the views in which an election is to be held
  elections,    \* how many were held
  opened,       \* the epochs that were opened
  cib,          \* what each node's replica has
  known,        \* the greatest epoch that each node's replica has taken part in, as on its disk
  spent,        \* whose replica knows an epoch that its DC has lost
  replicas,     \* the view of the replicas that was formed last
  told,         \* the view in which each controller last heard of its replica, 0 for none
  orders,       \* the synchronisations that each DC has asked for, without an answer yet
  writing,      \* the epochs for which each node puts its history into the CIB
  bus

vars ==
  <<node, timers, wanted, elections, opened, cib, known, spent, replicas, told, orders, writing,
    bus>>

N == INSTANCE JoinNode

(* "Overdue": timers run out. "Late": a timer that was cancelled runs out nevertheless. "Stray": *)
(* things come that have to be refused. The others are names of actions.                       *)
May(fault) == fault \in Faults

MayFire(n, timer) == IF timer \in timers[n] THEN May("Overdue") ELSE May("Late")

Version(n) == IF n \in OldSpeakers THEN 1 ELSE 2

Init ==
  /\ node = [n \in Node |-> N!Started(n)]
  /\ timers = [n \in Node |-> {}]
  /\ wanted = {}
  /\ elections = 0
  /\ opened = {}
  /\ cib = [n \in Node |-> [term |-> <<0, n>>, version |-> <<0, 0, 0>>, live |-> FALSE]]
  /\ known = [n \in Node |-> <<0, n>>]
  /\ spent = {}
  /\ replicas = 1
  /\ told = [n \in Node |-> 0]
  /\ orders = [n \in Node |-> {}]
  /\ writing = [n \in Node |-> {}]
  /\ bus = NoBus(Node)

-----------------------------------------------------------------------------
(* Carrying out effects *)

TimersAfter(set, effect) ==
  CASE effect.type = "StartTimer" -> set \cup {effect.timer}
    [] effect.type = "CancelTimer" -> set \ {effect.timer}
    [] OTHER -> set

OrdersAfter(set, effect) ==
  IF effect.type = "Synchronise"
  THEN set \cup {[epoch |-> effect.epoch, source |-> effect.source, replicas |-> effect.replicas]}
  ELSE set

WritingAfter(set, effect) ==
  IF effect.type = "WriteHistory" THEN set \cup {effect.epoch} ELSE set

OpenedAfter(set, effect) ==
  IF effect.type = "OpenEpoch" THEN set \cup {effect.epoch} ELSE set

(* n takes the step; before it, these timers, orders and histories are under way. *)
Take(n, step, running, asked, written, heard) ==
  LET SayIt(b, effect) == IF effect.type = "Say" THEN Say(b, n, effect.message) ELSE b
      Call(set, effect) == IF effect.type = "CallElection" THEN set \cup {bus.at[n]} ELSE set
      after == Fold(SayIt, heard, step.does)
  IN /\ Number(step.to.seen) <= MaxEpoch
     /\ \A m \in Node : Len(after.inbox[m]) <= MaxInbox
     /\ node' = [node EXCEPT ![n] = step.to]
     /\ timers' = [timers EXCEPT ![n] = Fold(TimersAfter, running, step.does)]
     /\ wanted' = Fold(Call, wanted, step.does)
     /\ opened' = Fold(OpenedAfter, opened, step.does)
     /\ orders' = [orders EXCEPT ![n] = Fold(OrdersAfter, asked, step.does)]
     /\ writing' = [writing EXCEPT ![n] = Fold(WritingAfter, written, step.does)]
     /\ bus' = after
     /\ UNCHANGED <<elections, replicas>>

Act(n, step) ==
  /\ Take(n, step, timers[n], orders[n], writing[n], bus)
  /\ UNCHANGED <<cib, known, spent, told>>

Hear(n, step) ==
  /\ Take(n, step, timers[n], orders[n], writing[n], Heard(bus, n))
  /\ UNCHANGED <<cib, known, spent, told>>

Fire(n, timer, step) ==
  /\ Take(n, step, timers[n] \ {timer}, orders[n], writing[n], bus)
  /\ UNCHANGED <<cib, known, spent, told>>

-----------------------------------------------------------------------------
(* What a node hears *)

ViewChanged(n) ==
  /\ Hears(bus, n, "View")
  /\ Hear(n, N!ViewChanged(n, node[n], [id |-> Next1(bus, n).id, members |-> Next1(bus, n).members]))

HearsSaid(n, type) == Hears(bus, n, "Said") /\ Next1(bus, n).message.type = type

DcElected(n) ==
  /\ HearsSaid(n, "Elected")
  /\ Hear(n, N!DcElected(n, node[n], Next1(bus, n).message.dc, Next1(bus, n).message.greatest))

ReceiveAnnounce(n, o) ==
  /\ HearsSaid(n, "JoinAnnounce")
  /\ o = N!ReceiveAnnounceOutcome(n, node[n], Next1(bus, n).from, Next1(bus, n).message)
  /\ Hear(n, N!ReceiveAnnounce(n, node[n], Next1(bus, n).from, Next1(bus, n).message))

ReceiveOffer(n, o) ==
  /\ HearsSaid(n, "JoinOffer")
  /\ o = N!ReceiveOfferOutcome(n, node[n], Next1(bus, n).from, Next1(bus, n).message)
  /\ Hear(n, N!ReceiveOffer(n, node[n], Next1(bus, n).from, Next1(bus, n).message, Version(n)))

ReceiveRequest(n, o) ==
  /\ HearsSaid(n, "JoinRequest")
  /\ o = N!ReceiveRequestOutcome(n, node[n], Next1(bus, n).from, Next1(bus, n).message)
  /\ Hear(n, N!ReceiveRequest(n, node[n], Next1(bus, n).from, Next1(bus, n).message, Version(n)))

ReceiveAck(n, o) ==
  /\ HearsSaid(n, "JoinAck")
  /\ o = N!ReceiveAckOutcome(n, node[n], Next1(bus, n).from, Next1(bus, n).message)
  /\ Hear(n, N!ReceiveAck(n, node[n], Next1(bus, n).from, Next1(bus, n).message))

ReceiveNack(n, o) ==
  /\ HearsSaid(n, "JoinNack")
  /\ o = N!ReceiveNackOutcome(n, node[n], Next1(bus, n).from, Next1(bus, n).message)
  /\ Hear(n, N!ReceiveNack(n, node[n], Next1(bus, n).from, Next1(bus, n).message))

ReceiveConfirm(n, o) ==
  /\ HearsSaid(n, "JoinConfirm")
  /\ o = N!ReceiveConfirmOutcome(n, node[n], Next1(bus, n).from, Next1(bus, n).message)
  /\ Hear(n, N!ReceiveConfirm(n, node[n], Next1(bus, n).from, Next1(bus, n).message))

(* Others tell of epochs that were opened, a node's own replica of what it has taken part in. *)
EpochSeen(n, e, o) ==
  /\ IF May("EpochSeen") THEN e \in opened ELSE May("Remembered") /\ e = known[n]
  /\ o = N!EpochSeenOutcome(node[n], e)
  /\ Act(n, N!EpochSeen(n, node[n], e))

(* A timer that was cancelled may still have been under way: then it is refused, or does no harm. *)
OfferOverdue(n, o) ==
  /\ MayFire(n, "OFFER")
  /\ o = N!OfferOverdueOutcome(node[n])
  /\ Fire(n, "OFFER", N!OfferOverdue(n, node[n]))

IntegrationOverdue(n, o) ==
  /\ MayFire(n, "INTEGRATION")
  /\ o = N!IntegrationOverdueOutcome(node[n])
  /\ Fire(n, "INTEGRATION", N!IntegrationOverdue(n, node[n]))

FinalizationOverdue(n, o) ==
  /\ MayFire(n, "FINALIZATION")
  /\ o = N!FinalizationOverdueOutcome(node[n])
  /\ Fire(n, "FINALIZATION", N!FinalizationOverdue(n, node[n]))

RetryDue(n, o) ==
  /\ MayFire(n, "RETRY")
  /\ o = N!RetryDueOutcome(node[n])
  /\ Fire(n, "RETRY", N!RetryDue(n, node[n]))

(* The DC has had a node fenced, so that it acts for the whole cluster from now on. *)
RoundWanted(n, e, o) ==
  /\ May("RoundWanted")
  /\ e \in opened
  /\ o = N!RoundWantedOutcome(node[n], e)
  /\ Act(n, N!RoundWanted(n, node[n], e))

(* The controller hears of its replica: of its CIB, in the present view of the replicas. *)
CibTold(n) ==
  /\ Take(n, N!CibTold(n, node[n], [cib |-> cib[n], replicas |-> <<replicas, 1>>], Version(n)),
          timers[n], orders[n], writing[n], bus)
  /\ told' = [told EXCEPT ![n] = replicas]
  /\ UNCHANGED <<cib, known, spent>>

CibLost(n, o) ==
  /\ May("CibLost")
  /\ o = N!CibLostOutcome(node[n])
  /\ Act(n, N!CibLost(n, node[n]))

(* It refuses a round that it has taken part in, unless it is this very one. *)
TakesPart(n, e) == Before(known[n], e) \/ (known[n] = e /\ n \notin spent)

(* It says so to its own controller. (The DC's own replica answers the DC.) *)
Refuses(n, e) ==
  /\ \E order \in orders[Coordinator(e)] : order.epoch = e /\ order.replicas = <<replicas, 1>>
  /\ n # Coordinator(e)
  /\ ~TakesPart(n, e)

RoundRefused(n, e, o) ==
  /\ IF Refuses(n, e) THEN TRUE ELSE May("Stray") /\ e \in opened /\ o # "Taken"
  /\ o = N!RoundRefusedOutcome(node[n], e)
  /\ Act(n, N!RoundRefused(n, node[n], e))

(* The replicas have done what a DC asked for, all of them, in the view that it meant. *)
Synchronised(n, order, o) ==
  /\ order \in orders[n]
  /\ order.replicas = <<replicas, 1>>
  /\ \A m \in Node : TakesPart(m, order.epoch) /\ Before(cib[m].term, order.epoch)
  /\ o = N!SynchronisedOutcome(node[n], order.epoch)
  /\ Take(n, N!Synchronised(n, node[n], order.epoch),
          timers[n], orders[n] \ {order}, writing[n], bus)
  /\ cib' = [m \in Node |->
              [term |-> order.epoch, version |-> cib[order.source].version, live |-> TRUE]]
  /\ known' = [m \in Node |-> order.epoch]
  /\ spent' = {}
  /\ UNCHANGED told

SynchroniseFailed(n, order, o) ==
  /\ order \in orders[n]
  /\ May("SynchroniseFailed") \/ ~TakesPart(n, order.epoch)
  /\ o = N!SynchroniseFailedOutcome(node[n], order.epoch)
  /\ Take(n, N!SynchroniseFailed(n, node[n], order.epoch),
          timers[n], orders[n] \ {order}, writing[n], bus)
  /\ UNCHANGED <<cib, known, spent, told>>

SendConfirm(n, e, o) ==
  /\ IF e \in writing[n] THEN TRUE ELSE May("Stray") /\ e \in opened /\ o # "Taken"
  /\ o = N!SendConfirmOutcome(node[n], e)
  /\ Take(n, N!SendConfirm(n, node[n], e), timers[n], orders[n], writing[n] \ {e}, bus)
  /\ UNCHANGED <<cib, known, spent, told>>

(* What an engine that keeps neither order nor account may bring: once more, too late, or from one *)
(* that is not there. Only what is refused is a step here; an engine that brings more is none that *)
(* this protocol is for.                                                                           *)

Stray(n, m, kind, e) ==
  CASE kind = "JoinAnnounce" -> N!Announce(e)
    [] kind = "JoinRequest" ->
         N!Request(e, [cib |-> cib[m], replicas |-> <<replicas, 1>>], Version(m))
    [] kind = "JoinAck" -> N!Ack(e, {n})
    [] kind = "JoinNack" -> N!Nack(e, n)
    [] kind = "JoinConfirm" -> N!Confirm(e)

MessageStrayed(n, m, kind, e, o) ==
  /\ May("Stray")
  /\ e \in opened
  /\ o # "Taken"
  /\ LET step == N!Receive(n, node[n], m, Stray(n, m, kind, e), Version(n))
     IN step.outcome = o /\ Act(n, step)

-----------------------------------------------------------------------------
(* What the world does *)

OthersStay == UNCHANGED <<node, timers, opened, cib, known, spent, told, orders, writing>>

ViewFormed(members) ==
  /\ bus.views < MaxViews
  /\ bus' = FormView(bus, members)
  /\ \A m \in Node : Len(bus'.inbox[m]) <= MaxInbox
  /\ wanted' = wanted \cup {<<bus.views + 1, Least(members)>>}
  /\ UNCHANGED <<elections, replicas>>
  /\ OthersStay

(* The members of dc's view elect it. *)
Elected(dc) ==
  /\ elections < MaxElections
  /\ bus.at[dc] \in wanted
  /\ LET members == Hearers(bus, dc)
         greatest == Greatest({node[m].seen : m \in members})
     IN bus' = Say(bus, dc, [type |-> "Elected", dc |-> dc, greatest |-> greatest])
  /\ \A m \in Node : Len(bus'.inbox[m]) <= MaxInbox
  /\ wanted' = wanted \ {bus.at[dc]}
  /\ elections' = elections + 1
  /\ UNCHANGED replicas
  /\ OthersStay

Lost(n) ==
  /\ May("Lost")
  /\ CanLose(bus, n)
  /\ bus' = Lose(bus, n)
  /\ UNCHANGED <<wanted, elections, replicas>>
  /\ OthersStay

ReplicasChanged ==
  /\ replicas < MaxReplicas
  /\ replicas' = replicas + 1
  /\ UNCHANGED <<wanted, elections, bus>>
  /\ OthersStay

(* A node ends, and is there again at once; what it knows is on its disk: the CIB, no status, and *)
(* what its replica has taken part in. That it opened an epoch is on no disk.                   *)
Restarted(n) ==
  /\ May("Restarted")
  /\ bus.at[n] # <<>>
  /\ node' = [node EXCEPT ![n] = N!Started(n)]
  /\ timers' = [timers EXCEPT ![n] = {}]
  /\ told' = [told EXCEPT ![n] = 0]
  /\ cib' = [cib EXCEPT ![n].live = FALSE]
  /\ spent' = spent \cup {m \in Node : Number(known[m]) # 0 /\ Coordinator(known[m]) = n}
  /\ orders' = [orders EXCEPT ![n] = {}]
  /\ writing' = [writing EXCEPT ![n] = {}]
  /\ bus' = Leave(bus, n)
  /\ UNCHANGED <<wanted, elections, opened, known, replicas>>

(* All nodes have lost their power when e was being opened: n's replica remembers it, maybe alone. *)
Remembered(n, e) ==
  /\ May("Remembered")
  /\ bus.views = 0
  /\ Number(e) = 1
  /\ Number(known[n]) = 0
  /\ known' = [known EXCEPT ![n] = e]
  /\ spent' = spent \cup {n}
  /\ UNCHANGED
       <<node, timers, wanted, elections, opened, cib, replicas, told, orders, writing, bus>>

-----------------------------------------------------------------------------
Epoch == (1..MaxEpoch) \X Node

StrayKinds == {"JoinAnnounce", "JoinRequest", "JoinAck", "JoinNack", "JoinConfirm"}

StrayOutcomes ==
  {"NOT_DC", "NOT_WELCOMED", "NOT_FROM_DC", "OTHER_ROUND", "NOT_ADDRESSED", "NOT_ASKED",
   "NOT_FINALIZED"}

Order == [epoch : Epoch, source : Node, replicas : (1..MaxReplicas) \X {1}]

Next ==
  \/ \E n \in Node : ViewChanged(n) \/ DcElected(n) \/ CibTold(n) \/ Lost(n) \/ Restarted(n)
  \/ \E n \in Node : Elected(n)
  \/ \E n \in Node, o \in {"Taken", "NOT_DC", "NOT_WELCOMED"} : ReceiveAnnounce(n, o)
  \/ \E n \in Node, o \in {"Taken", "NOT_DC", "NOT_WELCOMED", "OTHER_ROUND"} :
       ReceiveRequest(n, o)
  \/ \E n \in Node, o \in {"Taken", "NOT_FROM_DC", "NOT_ADDRESSED", "ALREADY_OFFERED"} :
       ReceiveOffer(n, o)
  \/ \E n \in Node, o \in {"Taken", "NOT_FROM_DC", "OTHER_ROUND", "NOT_ADDRESSED", "NOT_ASKED"} :
       ReceiveAck(n, o) \/ ReceiveNack(n, o)
  \/ \E n \in Node, o \in {"Taken", "NOT_DC", "OTHER_ROUND", "NOT_FINALIZED"} :
       ReceiveConfirm(n, o)
  \/ \E n \in Node, e \in Epoch, o \in {"Taken", "NOTHING_NEW"} : EpochSeen(n, e, o)
  \/ \E n \in Node, o \in {"Taken", "NOTHING_NEW"} : OfferOverdue(n, o) \/ CibLost(n, o)
  \/ \E n \in Node, o \in {"Taken", "OTHER_STAGE"} :
       IntegrationOverdue(n, o) \/ FinalizationOverdue(n, o) \/ RetryDue(n, o)
  \/ \E n \in Node, e \in Epoch, o \in {"Taken", "OTHER_STAGE"} : RoundWanted(n, e, o)
  \/ \E n \in Node, e \in Epoch : Remembered(n, e)
  \/ \E n \in Node, e \in Epoch, o \in {"Taken", "OTHER_ROUND"} : RoundRefused(n, e, o)
  \/ \E n \in Node, order \in Order, o \in {"Taken", "OTHER_STAGE"} :
       Synchronised(n, order, o) \/ SynchroniseFailed(n, order, o)
  \/ \E n \in Node, e \in Epoch, o \in {"Taken", "OTHER_ROUND", "NOT_ASKED"} :
       SendConfirm(n, e, o)
  \/ \E n, m \in Node, kind \in StrayKinds, e \in Epoch, o \in StrayOutcomes :
       MessageStrayed(n, m, kind, e, o)
  \/ \E members \in SUBSET Node \ {{}} : ViewFormed(members)
  \/ ReplicasChanged

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Invariants of a node, as in the code *)

OnlyDcLeads == \A n \in Node : N!OnlyDcLeads(n, node[n])
RoundIsOwn == \A n \in Node : N!RoundIsOwn(n, node[n])
RoundIsSeen == \A n \in Node : N!RoundIsSeen(n, node[n])
RoundIsOfView == \A n \in Node : N!RoundIsOfView(n, node[n])
OfferIsSeen == \A n \in Node : N!OfferIsSeen(n, node[n])
IntegratedSaidItsCib == \A n \in Node : N!IntegratedSaidItsCib(n, node[n])
FinalizedHasChosenCib == \A n \in Node : N!FinalizedHasChosenCib(n, node[n])
SourceIsBest == \A n \in Node : N!SourceIsBest(n, node[n])
CompleteMeansConfirmed == \A n \in Node : N!CompleteMeansConfirmed(n, node[n])
ConfirmedMemberWasOffered == \A n \in Node : N!ConfirmedMemberWasOffered(n, node[n])

(* Invariants of the cluster *)

Round(n) == N!The(node[n].round)

Confirmed(n) == IF IsSome(node[n].round) THEN N!In(Round(n), "CONFIRMED") ELSE {}

(* Whoever is confirmed holds the CIB that the DC chose in this round, or that of a later one. *)
ConfirmedHoldChosenCib ==
  \A n \in Node : \A m \in Confirmed(n) :
    \/ cib[m].term = Round(n).epoch
    \/ Before(Round(n).epoch, cib[m].term)

(* Nobody is confirmed that has not itself confirmed in this round, or gone on since. *)
ConfirmedHaveConfirmed ==
  \A n \in Node : \A m \in Confirmed(n) :
    node[m].offer = Some(Round(n).epoch) => node[m].phase = "CONFIRMED"

(* One epoch is opened by one node, so two rounds never have one name. *)
RoundsDiffer ==
  \A n, m \in Node :
    (n # m /\ IsSome(node[n].round) /\ IsSome(node[m].round)) => Round(n).epoch # Round(m).epoch

(* The sequence ends: whatever it waits for, there is a timer or an answer under way. *)
NeverStuck ==
  \A n \in Node :
    IsSome(node[n].round) =>
      CASE Round(n).stage = "INTEGRATING" -> "INTEGRATION" \in timers[n]
        [] Round(n).stage = "SYNCHRONISING" -> \E order \in orders[n] : order.epoch = Round(n).epoch
        [] Round(n).stage = "FINALIZING" -> "FINALIZATION" \in timers[n]
        [] Round(n).stage = "FAILED" -> "RETRY" \in timers[n]
        [] Round(n).stage = "COMPLETE" -> TRUE

WaitingMeansTimer ==
  \A n \in Node :
    (node[n].dc # N!Nobody /\ node[n].dc # n /\ node[n].phase = "IDLE") => "OFFER" \in timers[n]

OfferTimerMeansWaiting ==
  \A n \in Node : "OFFER" \in timers[n] => node[n].dc # N!Nobody /\ node[n].phase = "IDLE"

(* Whoever is integrated has asked in this round, or in a later one. *)
IntegratedAskedInThisRound ==
  \A n \in Node : IsSome(node[n].round) =>
    \A m \in DOMAIN Round(n).phases :
      (Round(n).phases[m] \in {"INTEGRATED", "FINALIZED", "CONFIRMED"} /\ IsSome(node[m].offer))
        => ~Before(The(node[m].offer), Round(n).epoch)

(* A member keeps what it has said of its CIB, to notice when that has changed. *)
AskedKnowsWhatItSaid ==
  \A n \in Node :
    node[n].phase \in {"REQUESTED", "ACKNOWLEDGED", "CONFIRMED"} => IsSome(node[n].held)

(* Whoever has confirmed has written its history for this very round. *)
ConfirmedHasWritten ==
  \A n \in Node : node[n].phase = "CONFIRMED" => The(node[n].offer) \notin writing[n]

(* An offer that is said again is not answered again. *)
RequestsAreNotRepeated ==
  \A n \in Node : \A i, j \in DOMAIN bus.inbox[n] :
    (i < j /\ bus.inbox[n][i].type = "Said" /\ bus.inbox[n][i].message.type = "JoinRequest")
      => bus.inbox[n][j] # bus.inbox[n][i]

(* Properties of steps *)

(* A round fails for nothing but its own synchronisation. *)
FailsInSynchronisation ==
  [][\A n \in Node :
      (IsSome(node[n].round) /\ IsSome(node'[n].round)
        /\ The(node[n].round).epoch = The(node'[n].round).epoch
        /\ The(node'[n].round).stage = "FAILED")
      => The(node[n].round).stage \in {"SYNCHRONISING", "FAILED"}]_vars

Rank(phase) ==
  CASE phase = "NONE" -> 0 [] phase = "WELCOMED" -> 1 [] phase = "INTEGRATED" -> 2
    [] phase = "FINALIZED" -> 3 [] phase = "CONFIRMED" -> 4

(* In a round a node goes through the phases one by one, or falls back to none. *)
PhasesInOrder ==
  [][\A n \in Node :
      (IsSome(node[n].round) /\ IsSome(node'[n].round)
        /\ The(node[n].round).epoch = The(node'[n].round).epoch)
      => \A m \in DOMAIN The(node[n].round).phases :
           LET old == The(node[n].round).phases[m]
               new == The(node'[n].round).phases[m]
           IN new = old \/ new = "NONE" \/ Rank(new) = Rank(old) + 1]_vars

(* A coordinator that was replaced in an epoch opens none that is not greater, while it lives. *)
SeenNeverFalls ==
  [][\A n \in Node : node'[n] = N!Started(n) \/ ~Before(node'[n].seen, node[n].seen)]_vars

(* The stage of a round never goes back. *)
StageRank(stage) ==
  CASE stage = "INTEGRATING" -> 0 [] stage = "SYNCHRONISING" -> 1 [] stage = "FINALIZING" -> 2
    [] stage = "FAILED" -> 2 [] stage = "COMPLETE" -> 3

StagesInOrder ==
  [][\A n \in Node :
      (IsSome(node[n].round) /\ IsSome(node'[n].round)
        /\ The(node[n].round).epoch = The(node'[n].round).epoch)
      => StageRank(The(node'[n].round).stage) >= StageRank(The(node[n].round).stage)]_vars

(* A DC gives its round up only for a view, an election, or an epoch that is greater. *)
RoundEndsForReason ==
  [][\A n \in Node :
      (IsSome(node[n].round) /\ ~IsSome(node'[n].round)
        /\ node'[n].view = node[n].view /\ node'[n].dc = node[n].dc)
      => Before(The(node[n].round).epoch, node'[n].seen)]_vars

(* A member takes no step for what is not from its DC, not for it, or of another round. *)
MemberHeardItsDc ==
  [][\A n \in Node :
      (node'[n].phase # node[n].phase
        /\ node'[n].phase \in {"OFFERED", "ACKNOWLEDGED", "REFUSED"})
      => /\ HearsSaid(n, "JoinOffer") \/ HearsSaid(n, "JoinAck") \/ HearsSaid(n, "JoinNack")
         /\ LET m == Next1(bus, n).message
            IN /\ Coordinator(m.epoch) = node[n].dc
               /\ Next1(bus, n).from = node[n].dc
               /\ node'[n].offer = Some(m.epoch)
               /\ m.type = "JoinNack" => m.to = n
               /\ m.type # "JoinNack" => n \in m.to]_vars

(* All begin anew for a replica that does not take part in their round, not for one elsewhere. *)
RefusalsAreOfTheRound ==
  [][\A n \in Node, e \in Epoch :
      (RoundRefused(n, e, "Taken") /\ bus' # bus) => node[n].offer = Some(e)]_vars

(* A member goes through the sequence in order, and begins it again with another offer alone. *)
MemberRank(phase) ==
  CASE phase = "IDLE" -> 0 [] phase = "OFFERED" -> 1 [] phase = "REQUESTED" -> 2
    [] phase = "ACKNOWLEDGED" -> 3 [] phase = "CONFIRMED" -> 4 [] phase = "REFUSED" -> 5

MemberPhasesInOrder ==
  [][\A n \in Node :
      (IsSome(node[n].offer) /\ node'[n].offer = node[n].offer)
      => \/ node'[n].phase = node[n].phase
         \/ MemberRank(node'[n].phase) = MemberRank(node[n].phase) + 1
         \/ node'[n].phase = "REFUSED"]_vars

=============================================================================
