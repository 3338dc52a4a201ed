------------------------------ MODULE JoinNode ------------------------------
(***************************************************************************)
(* One node in the join sequence: the machine Join of the code, event by   *)
(* event. The DC is a member like any other and joins by its own messages. *)
(* A state is a record of                                                  *)
(*   seen    the greatest epoch that this node knows of                    *)
(*   view    of the controllers, if there is one                           *)
(*   dc      who was elected in this view, or Nobody                       *)
(*   phase   this node's own, as a member                                  *)
(*   offer   the latest offer that this node took in this view, if any     *)
(*   held    what this node's CIB is like, while that is known             *)
(*   round   the round that this node leads, if it is the DC: epoch, stage,*)
(*           phases of all members, what they hold, and whose CIB is chosen*)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Epochs, Steps

Nobody == 0

NoView == [id |-> <<>>, members |-> {}]

Started(self) ==
  [seen |-> <<0, self>>, view |-> NoView, dc |-> Nobody, phase |-> "IDLE", offer |-> None,
   held |-> None, round |-> None]

-----------------------------------------------------------------------------
(* Effects and messages *)

Say(message) == [type |-> "Say", message |-> message]
OpenEpoch(epoch) == [type |-> "OpenEpoch", epoch |-> epoch]
Synchronise(epoch, source, replicas) ==
  [type |-> "Synchronise", epoch |-> epoch, source |-> source, replicas |-> replicas]
WriteHistory(epoch) == [type |-> "WriteHistory", epoch |-> epoch]
CompleteJoin(epoch, confirmed) ==
  [type |-> "CompleteJoin", epoch |-> epoch, confirmed |-> confirmed]
CallElection == [type |-> "CallElection"]
StartTimer(timer) == [type |-> "StartTimer", timer |-> timer]
CancelTimer(timer) == [type |-> "CancelTimer", timer |-> timer]

Announce(seen) == [type |-> "JoinAnnounce", seen |-> seen]
Offer(epoch, to) == [type |-> "JoinOffer", epoch |-> epoch, to |-> to]
Request(epoch, held, version) ==
  [type |-> "JoinRequest", epoch |-> epoch, held |-> held, version |-> version]
Ack(epoch, to) == [type |-> "JoinAck", epoch |-> epoch, to |-> to]
Nack(epoch, to) == [type |-> "JoinNack", epoch |-> epoch, to |-> to]
Confirm(epoch) == [type |-> "JoinConfirm", epoch |-> epoch]

Seeing(s, epoch) == [s EXCEPT !.seen = Later(@, epoch)]

-----------------------------------------------------------------------------
(* The DC's side *)

Phase(round, n) == IF n \in DOMAIN round.phases THEN round.phases[n] ELSE "NONE"

In(round, phase) == {n \in DOMAIN round.phases : round.phases[n] = phase}

Move(round, nodes, phase) ==
  [round EXCEPT !.phases =
    [n \in DOMAIN @ |-> IF n \in nodes THEN phase ELSE @[n]]]

Leading(s, round) == [s EXCEPT !.round = Some(round)]

(* A new round, with an epoch greater than any that is known here. *)
OfferAll(self, s) ==
  LET epoch == <<Number(s.seen) + 1, self>>
      members == s.view.members
      round == [epoch |-> epoch, stage |-> "INTEGRATING",
                phases |-> [n \in members |-> "WELCOMED"], held |-> <<>>, source |-> Nobody]
  IN Taken(Leading(Seeing(s, epoch), round),
       <<CancelTimer("FINALIZATION"), CancelTimer("RETRY"), OpenEpoch(epoch),
         Say(Offer(epoch, members)), StartTimer("INTEGRATION")>>)

Superseded(s) ==
  Taken([s EXCEPT !.round = None],
    <<CancelTimer("INTEGRATION"), CancelTimer("FINALIZATION"), CancelTimer("RETRY"),
      CallElection>>)

(* The better CIB is of a later term, or of a greater version, or has the status. *)
Lower(one, other) ==
  \/ one[1] < other[1]
  \/ one[1] = other[1] /\ one[2] < other[2]
  \/ one[1] = other[1] /\ one[2] = other[2] /\ one[3] < other[3]

Worse(one, other) ==
  \/ Before(one.term, other.term)
  \/ one.term = other.term /\ Lower(one.version, other.version)
  \/ one.term = other.term /\ one.version = other.version /\ ~one.live /\ other.live

Best(self, round) ==
  LET good == {n \in DOMAIN round.held :
                \A m \in DOMAIN round.held : ~Worse(round.held[n].cib, round.held[m].cib)}
  IN IF good = {} \/ self \in good THEN self ELSE Least(good)

(* The CIBs of two views of the replicas can't be compared. *)
InStep(self, round) ==
  {n \in In(round, "INTEGRATED") :
    n \in DOMAIN round.held /\ round.held[n].replicas = round.held[self].replicas}

(* Goes on to the choice of the CIB if nothing is missing for it any more. *)
Integrate(self, s, round, before) ==
  LET ready ==
        /\ round.stage = "INTEGRATING"
        /\ In(round, "WELCOMED") = {}
        /\ self \in DOMAIN round.held
        /\ In(round, "INTEGRATED") = InStep(self, round)
      source == Best(self, round)
  IN IF ~ready
     THEN Taken(Leading(s, round), before)
     ELSE Taken(Leading(s, [round EXCEPT !.source = source, !.stage = "SYNCHRONISING"]),
            before \o <<CancelTimer("INTEGRATION"),
                        Synchronise(round.epoch, source, round.held[self].replicas)>>)

Complete(s, round) ==
  IF In(round, "FINALIZED") # {}
  THEN Taken(Leading(s, round), <<>>)
  ELSE Taken(Leading(s, [round EXCEPT !.stage = "COMPLETE"]),
         <<CancelTimer("FINALIZATION"), CompleteJoin(round.epoch, In(round, "CONFIRMED"))>>)

Without(round, nodes) ==
  Move([round EXCEPT !.held = [n \in DOMAIN @ \ nodes |-> @[n]]], nodes, "NONE")

AtStage(s, stage, epoch) ==
  IsSome(s.round) /\ The(s.round).stage = stage /\ The(s.round).epoch = epoch

-----------------------------------------------------------------------------
(* ViewChanged: all phases fall back to none; the election says what comes next. *)

ViewChanged(self, s, view) ==
  Taken([s EXCEPT !.view = view, !.dc = Nobody, !.phase = "IDLE", !.offer = None, !.round = None],
    <<CancelTimer("OFFER"), CancelTimer("INTEGRATION"), CancelTimer("FINALIZATION"),
      CancelTimer("RETRY")>>)

(* DcElected: the members of the view have elected dc. *)

DcElected(self, s, dc, greatest) ==
  LET under == Seeing([s EXCEPT !.dc = dc, !.phase = "IDLE", !.offer = None, !.round = None],
                 greatest)
  IN IF dc = self /\ s.view # NoView
     THEN OfferAll(self, under)
     ELSE Taken(under, <<StartTimer("OFFER")>>)

(* EpochSeen: an epoch became known in some other way than by an offer. *)

EpochSeenOutcome(s, epoch) ==
  IF ~Before(s.seen, epoch) THEN "NOTHING_NEW"
  ELSE "Taken"

EpochSeen(self, s, epoch) ==
  Guarded(EpochSeenOutcome(s, epoch), s,
    IF IsSome(s.round) THEN Superseded(Seeing(s, epoch)) ELSE Taken(Seeing(s, epoch), <<>>))

-----------------------------------------------------------------------------
(***************************************************************************)
(* ReceiveAnnounce, at the DC. Whoever still waits for this round's offer  *)
(* gets it again; for whoever has left the round, or knows a greater epoch *)
(* (this DC may have opened it itself, and lost it in a crash), all begin  *)
(* anew.                                                                   *)
(***************************************************************************)

ReceiveAnnounceOutcome(self, s, from, m) ==
  IF ~IsSome(s.round) THEN "NOT_DC"
  ELSE IF from \notin DOMAIN The(s.round).phases THEN "NOT_WELCOMED"
  ELSE "Taken"

ReceiveAnnounce(self, s, from, m) ==
  Guarded(ReceiveAnnounceOutcome(self, s, from, m), s,
    IF Phase(The(s.round), from) = "WELCOMED" /\ ~Before(s.seen, m.seen)
    THEN Taken(s, <<Say(Offer(The(s.round).epoch, {from}))>>)
    ELSE OfferAll(self, Seeing(s, m.seen)))

(* ReceiveRequest, at the DC *)

ReceiveRequestOutcome(self, s, from, m) ==
  IF ~IsSome(s.round) THEN "NOT_DC"
  ELSE IF m.epoch # The(s.round).epoch THEN "OTHER_ROUND"
  ELSE IF Phase(The(s.round), from) # "WELCOMED" THEN "NOT_WELCOMED"
  ELSE "Taken"

ReceiveRequest(self, s, from, m, version) ==
  LET round == The(s.round)
      held == [n \in DOMAIN round.held \cup {from} |-> IF n = from THEN m.held ELSE round.held[n]]
  IN Guarded(ReceiveRequestOutcome(self, s, from, m), s,
       IF m.version # version
       THEN Integrate(self, s, Move(round, {from}, "NONE"), <<Say(Nack(round.epoch, from))>>)
       ELSE Integrate(self, s, Move([round EXCEPT !.held = held], {from}, "INTEGRATED"), <<>>))

(* ReceiveConfirm, at the DC *)

ReceiveConfirmOutcome(self, s, from, m) ==
  IF ~IsSome(s.round) THEN "NOT_DC"
  ELSE IF m.epoch # The(s.round).epoch THEN "OTHER_ROUND"
  ELSE IF Phase(The(s.round), from) # "FINALIZED" THEN "NOT_FINALIZED"
  ELSE "Taken"

ReceiveConfirm(self, s, from, m) ==
  Guarded(ReceiveConfirmOutcome(self, s, from, m), s,
    Complete(s, Move(The(s.round), {from}, "CONFIRMED")))

(* IntegrationOverdue: who did not ask in time is left behind. *)

IntegrationOverdueOutcome(s) ==
  IF ~IsSome(s.round) \/ The(s.round).stage # "INTEGRATING" THEN "OTHER_STAGE"
  ELSE "Taken"

IntegrationOverdue(self, s) ==
  LET round == The(s.round)
  IN Guarded(IntegrationOverdueOutcome(s), s,
       IF self \notin DOMAIN round.held
       THEN OfferAll(self, s)
       ELSE Integrate(self, s, Without(round, DOMAIN round.phases \ InStep(self, round)), <<>>))

(* Synchronised: all replicas have the CIB that was chosen. *)

SynchronisedOutcome(s, epoch) ==
  IF ~AtStage(s, "SYNCHRONISING", epoch) THEN "OTHER_STAGE"
  ELSE "Taken"

Synchronised(self, s, epoch) ==
  LET integrated == In(The(s.round), "INTEGRATED")
  IN Guarded(SynchronisedOutcome(s, epoch), s,
       Taken(Leading(s, [Move(The(s.round), integrated, "FINALIZED") EXCEPT !.stage = "FINALIZING"]),
         <<Say(Ack(epoch, integrated)), StartTimer("FINALIZATION")>>))

SynchroniseFailedOutcome(s, epoch) ==
  IF ~AtStage(s, "SYNCHRONISING", epoch) THEN "OTHER_STAGE"
  ELSE "Taken"

SynchroniseFailed(self, s, epoch) ==
  Guarded(SynchroniseFailedOutcome(s, epoch), s,
    Taken(Leading(s, [The(s.round) EXCEPT !.stage = "FAILED"]), <<StartTimer("RETRY")>>))

(* RetryDue: after a failure the DC begins again. *)

RetryDueOutcome(s) ==
  IF ~IsSome(s.round) \/ The(s.round).stage # "FAILED" THEN "OTHER_STAGE"
  ELSE "Taken"

RetryDue(self, s) == Guarded(RetryDueOutcome(s), s, OfferAll(self, s))

(* RoundWanted: the round, which is complete, was for a part of the cluster, and the DC has come *)
(* to act for the whole of it since.                                                           *)

RoundWantedOutcome(s, epoch) ==
  IF ~AtStage(s, "COMPLETE", epoch) THEN "OTHER_STAGE"
  ELSE "Taken"

RoundWanted(self, s, epoch) == Guarded(RoundWantedOutcome(s, epoch), s, OfferAll(self, s))

(* FinalizationOverdue: who did not confirm in time is left behind. *)

FinalizationOverdueOutcome(s) ==
  IF ~IsSome(s.round) \/ The(s.round).stage # "FINALIZING" THEN "OTHER_STAGE"
  ELSE "Taken"

FinalizationOverdue(self, s) ==
  LET round == The(s.round)
  IN Guarded(FinalizationOverdueOutcome(s), s,
       IF Phase(round, self) = "CONFIRMED"
       THEN Complete(s, Without(round, In(round, "FINALIZED")))
       ELSE OfferAll(self, s))

-----------------------------------------------------------------------------
(* The member's side *)

IsDc(s, from, epoch) == Coordinator(epoch) = from /\ s.dc = from

SendRequest(s, epoch, held, version, before) ==
  Taken([s EXCEPT !.phase = "REQUESTED"],
    before \o <<Say(Request(epoch, held, version))>>)

(* ReceiveOffer *)

ReceiveOfferOutcome(self, s, from, m) ==
  IF ~IsDc(s, from, m.epoch) THEN "NOT_FROM_DC"
  ELSE IF self \notin m.to /\ m.epoch = s.seen THEN "NOT_ADDRESSED"
  ELSE IF ~Before(m.epoch, s.seen) /\ s.offer = Some(m.epoch) THEN "ALREADY_OFFERED"
  ELSE "Taken"

ReceiveOffer(self, s, from, m, version) ==
  LET taken == [Seeing(s, m.epoch) EXCEPT !.phase = "OFFERED", !.offer = Some(m.epoch)]
      before == <<CancelTimer("OFFER")>>
  IN Guarded(ReceiveOfferOutcome(self, s, from, m), s,
       IF Before(m.epoch, s.seen)
       THEN Taken(s, <<Say(Announce(s.seen))>>)
       ELSE IF self \notin m.to
       THEN Taken(Seeing(s, m.epoch), <<>>)
       ELSE IF IsSome(s.held)
       THEN SendRequest(taken, m.epoch, The(s.held), version, before)
       ELSE Taken(taken, before))

(* ReceiveAck *)

ReceiveAckOutcome(self, s, from, m) ==
  IF ~IsDc(s, from, m.epoch) THEN "NOT_FROM_DC"
  ELSE IF s.offer # Some(m.epoch) THEN "OTHER_ROUND"
  ELSE IF self \notin m.to THEN "NOT_ADDRESSED"
  ELSE IF s.phase # "REQUESTED" THEN "NOT_ASKED"
  ELSE "Taken"

ReceiveAck(self, s, from, m) ==
  Guarded(ReceiveAckOutcome(self, s, from, m), s,
    Taken([s EXCEPT !.phase = "ACKNOWLEDGED"], <<WriteHistory(m.epoch)>>))

(* ReceiveNack *)

ReceiveNackOutcome(self, s, from, m) ==
  IF ~IsDc(s, from, m.epoch) THEN "NOT_FROM_DC"
  ELSE IF m.to # self THEN "NOT_ADDRESSED"
  ELSE IF s.offer # Some(m.epoch) THEN "OTHER_ROUND"
  ELSE "Taken"

ReceiveNack(self, s, from, m) ==
  Guarded(ReceiveNackOutcome(self, s, from, m), s, Taken([s EXCEPT !.phase = "REFUSED"], <<>>))

(* OfferOverdue: a member that waits for an offer announces itself. *)

OfferOverdueOutcome(s) ==
  IF s.dc = Nobody \/ s.phase # "IDLE" THEN "NOTHING_NEW"
  ELSE "Taken"

OfferOverdue(self, s) ==
  Guarded(OfferOverdueOutcome(s), s, Taken(s, <<Say(Announce(s.seen)), StartTimer("OFFER")>>))

(* CibTold: this node's CIB manager said what its CIB is like. *)

CibTold(self, s, held, version) ==
  LET knowing == [s EXCEPT !.held = Some(held)]
      otherReplicas == IsSome(s.held) /\ The(s.held).replicas # held.replicas
  IN IF s.phase = "OFFERED"
     THEN SendRequest(knowing, The(s.offer), held, version, <<>>)
     ELSE IF s.phase \in {"REQUESTED", "ACKNOWLEDGED", "CONFIRMED"} /\ otherReplicas
     THEN Taken(knowing, <<Say(Announce(s.seen))>>)
     ELSE Taken(knowing, <<>>)

(* CibLost: it can't be asked. What was said stays known where a round depends on it. *)

CibLostOutcome(s) ==
  IF s.phase \in {"REQUESTED", "ACKNOWLEDGED", "CONFIRMED"} THEN "NOTHING_NEW"
  ELSE "Taken"

CibLost(self, s) == Guarded(CibLostOutcome(s), s, Taken([s EXCEPT !.held = None], <<>>))

(***************************************************************************)
(* RoundRefused: this node's replica does not take part in this round,     *)
(* since it has done so before: the DC opened the epoch, lost it in a      *)
(* crash, and opened it again. The round waits for this node, so that an   *)
(* announcement makes all begin anew.                                      *)
(***************************************************************************)

RoundRefusedOutcome(s, epoch) ==
  IF s.offer # Some(epoch) THEN "OTHER_ROUND"
  ELSE "Taken"

RoundRefused(self, s, epoch) ==
  Guarded(RoundRefusedOutcome(s, epoch), s, Taken(s, <<Say(Announce(s.seen))>>))

(* SendConfirm: this node's history is in the CIB. *)

SendConfirmOutcome(s, epoch) ==
  IF s.offer # Some(epoch) THEN "OTHER_ROUND"
  ELSE IF s.phase # "ACKNOWLEDGED" THEN "NOT_ASKED"
  ELSE "Taken"

SendConfirm(self, s, epoch) ==
  Guarded(SendConfirmOutcome(s, epoch), s,
    Taken([s EXCEPT !.phase = "CONFIRMED"], <<Say(Confirm(epoch))>>))

-----------------------------------------------------------------------------
(* Any event, as a trace tells it. *)

Receive(self, s, from, m, version) ==
  CASE m.type = "JoinAnnounce" -> ReceiveAnnounce(self, s, from, m)
    [] m.type = "JoinOffer" -> ReceiveOffer(self, s, from, m, version)
    [] m.type = "JoinRequest" -> ReceiveRequest(self, s, from, m, version)
    [] m.type = "JoinAck" -> ReceiveAck(self, s, from, m)
    [] m.type = "JoinNack" -> ReceiveNack(self, s, from, m)
    [] m.type = "JoinConfirm" -> ReceiveConfirm(self, s, from, m)

Step(self, s, event, version) ==
  CASE event.type = "ViewChanged" -> ViewChanged(self, s, event.view)
    [] event.type = "DcElected" -> DcElected(self, s, event.dc, event.greatest)
    [] event.type = "EpochSeen" -> EpochSeen(self, s, event.epoch)
    [] event.type = "CibTold" -> CibTold(self, s, event.held, version)
    [] event.type = "CibLost" -> CibLost(self, s)
    [] event.type = "MessageDelivered" -> Receive(self, s, event.from, event.message, version)
    [] event.type = "Synchronised" -> Synchronised(self, s, event.epoch)
    [] event.type = "SynchroniseFailed" -> SynchroniseFailed(self, s, event.epoch)
    [] event.type = "HistoryWritten" -> SendConfirm(self, s, event.epoch)
    [] event.type = "TimerFired" /\ event.timer = "OFFER" -> OfferOverdue(self, s)
    [] event.type = "TimerFired" /\ event.timer = "INTEGRATION" -> IntegrationOverdue(self, s)
    [] event.type = "TimerFired" /\ event.timer = "FINALIZATION" -> FinalizationOverdue(self, s)
    [] event.type = "TimerFired" /\ event.timer = "RETRY" -> RetryDue(self, s)
    [] event.type = "RoundRefused" -> RoundRefused(self, s, event.epoch)
    [] event.type = "RoundWanted" -> RoundWanted(self, s, event.epoch)

-----------------------------------------------------------------------------
(* What is true of every state of a node; the code checks the same in production. *)

OnlyDcLeads(self, s) == IsSome(s.round) => s.dc = self
RoundIsOwn(self, s) == IsSome(s.round) => Coordinator(The(s.round).epoch) = self
RoundIsSeen(self, s) == IsSome(s.round) => The(s.round).epoch = s.seen
RoundIsOfView(self, s) == IsSome(s.round) => DOMAIN The(s.round).phases = s.view.members
OfferIsSeen(self, s) == IsSome(s.offer) => ~Before(s.seen, The(s.offer))
IntegratedSaidItsCib(self, s) ==
  IsSome(s.round) =>
    \A n \in DOMAIN The(s.round).phases :
      The(s.round).phases[n] \in {"INTEGRATED", "FINALIZED", "CONFIRMED"}
        => n \in DOMAIN The(s.round).held
FinalizedHasChosenCib(self, s) ==
  (IsSome(s.round) /\ (In(The(s.round), "FINALIZED") \cup In(The(s.round), "CONFIRMED")) # {})
    => /\ The(s.round).source # Nobody
       /\ The(s.round).stage \in {"FINALIZING", "COMPLETE", "FAILED"}
SourceIsBest(self, s) ==
  (IsSome(s.round) /\ The(s.round).source \in DOMAIN The(s.round).held) =>
    LET held == The(s.round).held
        best == held[The(s.round).source].cib
    IN \A n \in DOMAIN held :
         ~(\/ Before(best.term, held[n].cib.term)
           \/ best.term = held[n].cib.term /\ Lower(best.version, held[n].cib.version))
CompleteMeansConfirmed(self, s) ==
  (IsSome(s.round) /\ The(s.round).stage = "COMPLETE") =>
    \A n \in DOMAIN The(s.round).phases : The(s.round).phases[n] \in {"NONE", "CONFIRMED"}
ConfirmedMemberWasOffered(self, s) == s.phase = "CONFIRMED" => IsSome(s.offer)

=============================================================================
