------------------------------ MODULE CibLive -------------------------------
(***************************************************************************)
(* Everybody is answered: the last view that is formed is one of all who   *)
(* run, from then on nobody crashes, what was said is heard, and what is   *)
(* to be stored is stored in the end. Whoever wrote to a disk that failed  *)
(* tries again. Until then views, crashes and losses come as they like.    *)
(***************************************************************************)
EXTENDS Cib

Healed == Len(views) = MaxViews

Form ==
  IF Len(views) < MaxViews - 1
  THEN \E nodes \in SUBSET Node : ViewFormed(nodes)
  ELSE ViewFormed(Node)

Fail ==
  \/ ~Healed /\ \E n \in Node, kept \in BOOLEAN : Crashed(n, kept)
  \/ ~Healed /\ \E n \in Node : Disconnected(n, "Taken")
  \/ \E n \in Node : Restarted(n) \/ Lost(n) \/ StoringFailed(n, "Taken")

(* A controller opens each round with an epoch of its own: that is the join's promise. *)
IsNew(n, number) == IF heard[n] = <<>> THEN TRUE ELSE heard[n][2][1] < number

Ask ==
  \/ \E n \in Node, number \in 1..MaxEpoch, source \in Node, replicas \in 1..MaxViews,
        quorate \in BOOLEAN :
       /\ IsNew(n, number)
       /\ SynchroniseOrdered(n, number, source, replicas, quorate, "Taken")
  \/ \E n \in Node, kind \in Kinds, number \in 0..MaxEpoch :
        ChangeProposed(n, kind, number, "Taken")

Hear(n) == ViewChanged(n, "Taken") \/ \E kind \in MessageKinds, o \in MessageOutcomes : Delivered(n, kind, o)

StoreIt(n) == Stored(n, "Taken") \/ \E o \in {"Taken", "NOTHING_TO_STORE"} : StoringRetried(n, o)

LiveSpec ==
  /\ Init
  /\ [][Form \/ Fail \/ Ask \/ \E n \in Node : Hear(n) \/ StoreIt(n)]_vars
  /\ WF_vars(Form)
  /\ \A n \in Node : WF_vars(Hear(n)) /\ WF_vars(StoreIt(n))

(* Who knows of an epoch and takes no part in its round has told its controller so, or will: then *)
(* the join opens another round. A DC that crashed may have opened the epoch before.              *)
PassedOver(epoch) ==
  \E m \in Node :
    IF Up(m) THEN replica[m].mode = N!Apart /\ ~Before(replica[m].seen, epoch) ELSE FALSE

Awaits(n) ==
  IF Up(n) THEN replica[n].order # N!NoEpoch /\ ~PassedOver(replica[n].order) ELSE FALSE

Cut(n) ==
  IF Up(n) THEN replica[n].mode # N!Apart /\ PassedOver(replica[n].mode.epoch) ELSE FALSE

(* What has to end: the rounds that controllers wait for, and what clients wait for. *)
OpenOrders == {n \in Node : Awaits(n)}
OpenRequests == {q \in DOMAIN requests : requests[q].result = "open" /\ ~Cut(requests[q].by)}

=============================================================================
