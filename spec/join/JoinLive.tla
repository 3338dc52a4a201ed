------------------------------ MODULE JoinLive ------------------------------
(***************************************************************************)
(* The sequence ends: in the last view that is formed, one of all nodes,   *)
(* one is elected, and its round comes to be complete, also when some      *)
(* nodes stand still for ever. Timers are long: none runs out while one    *)
(* that is awake has still something to hear, to ask or to write. Before   *)
(* that views come as they like, and what was said in those that ended may *)
(* be lost.                                                                *)
(***************************************************************************)
EXTENDS Join

CONSTANT Silent   \* nodes that take no step, from any time on

Awake == Node \ Silent

Healed == bus.views = MaxViews

Form ==
  IF bus.views < MaxViews - 1
  THEN \E members \in SUBSET Node \ {{}} : ViewFormed(members)
  ELSE ViewFormed(Node)

(* Nobody waits for the votes of one that stands still: it is out of the election's reach here. *)
Elect == \E n \in Awake : Elected(n)

Outcome ==
  {"Taken", "NOT_DC", "NOT_WELCOMED", "OTHER_ROUND", "NOT_FROM_DC", "NOT_ADDRESSED",
   "ALREADY_OFFERED", "NOT_ASKED", "NOT_FINALIZED", "OTHER_STAGE"}

Listen(n) ==
  \/ ViewChanged(n) \/ DcElected(n)
  \/ \E o \in Outcome :
       \/ ReceiveAnnounce(n, o) \/ ReceiveOffer(n, o) \/ ReceiveRequest(n, o)
       \/ ReceiveAck(n, o) \/ ReceiveNack(n, o) \/ ReceiveConfirm(n, o)

(* A replica refuses a round once: nothing is said of it while that which was said is under way. *)
Announces(n) ==
  \E m \in Node : \E i \in DOMAIN bus.inbox[m] :
    /\ bus.inbox[m][i].type = "Said"
    /\ bus.inbox[m][i].from = n
    /\ bus.inbox[m][i].message.type = "JoinAnnounce"

Work(n) ==
  \/ told[n] # replicas /\ CibTold(n)
  \/ ~Announces(n) /\ \E e \in Epoch : RoundRefused(n, e, "Taken")
  \/ \E order \in orders[n], o \in Outcome : SynchroniseFailed(n, order, o)
  \/ \E order \in orders[n], o \in Outcome : Synchronised(n, order, o)
  \/ \E e \in writing[n], o \in Outcome : SendConfirm(n, e, o)

(* An order that was superseded is not waited for. *)
Awaits(n) == IsSome(node[n].round) /\ \E order \in orders[n] : order.epoch = Round(n).epoch

Idle(n) ==
  bus.inbox[n] = <<>> /\ ~Awaits(n) /\ writing[n] = {} /\ told[n] = replicas

Wait(n) ==
  /\ \A m \in Awake : Idle(m)
  /\ \E timer \in timers[n] :
       CASE timer = "OFFER" -> OfferOverdue(n, "Taken")
         [] timer = "INTEGRATION" -> IntegrationOverdue(n, "Taken")
         [] timer = "FINALIZATION" -> FinalizationOverdue(n, "Taken")
         [] timer = "RETRY" -> RetryDue(n, "Taken")

LiveSpec ==
  /\ Init
  /\ [][\/ Form \/ Elect
        \/ \E n \in Node : Listen(n) \/ Work(n) \/ Lost(n)
        \/ \E n \in Node, e \in Epoch : Remembered(n, e)
        \/ \E n \in Awake : Wait(n)]_vars
  /\ WF_vars(Form) /\ WF_vars(Elect)
  /\ \A n \in Awake : WF_vars(Listen(n)) /\ WF_vars(Work(n)) /\ WF_vars(Wait(n))

IsComplete(n) == IsSome(node[n].round) /\ Round(n).stage = "COMPLETE"

(* What has to end: a round that is not complete. *)
OpenRounds == {n \in Awake : IsSome(node[n].round) /\ ~IsComplete(n)}

(* What has to last from some time on: all that are awake have confirmed what one of them leads. *)
AllConfirmed == \E n \in Awake : IsComplete(n) /\ Awake \subseteq Confirmed(n)

=============================================================================
