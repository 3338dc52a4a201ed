-------------------------- MODULE MessagingPromise --------------------------
(***************************************************************************)
(* The process groups keep Promise: what is under way for a process is     *)
(* what its node will make of what is under way for the node. This is      *)
(* shown of the first group.                                               *)
(***************************************************************************)
EXTENDS Messaging

VARIABLE ahead   \* of each node, what follows from the other variables: [place, inbox]

First == Least(Group)

(* What is known is bound to a name, or TLC would work it out once more at each mention. *)
Foreseen(n) ==
  LET After(so, item) ==
        LET step == IF item.type = "View" THEN N!NodesChanged(n, so.state, item)
                    ELSE N!Received(n, so.state, item.from, item.message)
        IN [state |-> step.to, does |-> so.does \o step.does]
      Hear(before, item) == CHOOSE after \in {After(so, item) : so \in {before}} : TRUE
  IN Fold(Hear, [state |-> node[n], does |-> <<>>], bus.inbox[n])

(* That some were gone is told with a view and by the way. *)
Tells(effect) ==
  \/ effect.type = "TellView" /\ effect.group = First /\ effect.view.id[2] > 0
  \/ effect.type = "Deliver" /\ effect.group = First

Ahead(n) ==
  LET Of(so, tells) ==
     [place |-> IF /\ so.state.phase = "Agreed" /\ so.state.view.id = bus.at[n]
                   /\ N!IsIn(n, so.state, First)
                THEN bus.at[n] ELSE NoView,
      inbox |-> [i \in 1..Len(tells) |->
        IF tells[i].type = "TellView"
        THEN [type |-> "View", id |-> tells[i].view.id, members |-> tells[i].view.members]
        ELSE [type |-> "Said", from |-> tells[i].from, payload |-> tells[i].payload]]]
  IN CHOOSE of \in {Of(so, SelectSeq(so.does, Tells)) : so \in {Foreseen(n)}} : TRUE

ViewOf(n) ==
  IF InView(n, First)
  THEN [id |-> Last(told[n][First]).id, members |-> Last(told[n][First]).members] ELSE <<>>

P == INSTANCE Promise WITH
  Process <- Node,
  place <- [n \in Node |-> ahead[n].place],
  inbox <- [n \in Node |-> ahead[n].inbox],
  told <- [n \in Node |-> ViewOf(n)],
  said <- {<<s[1], s[3]>> : s \in {t \in said : t[2] = First}}

AheadSpec ==
  /\ Init /\ ahead = [n \in Node |-> Ahead(n)]
  /\ [][Next /\ ahead' = [n \in Node |-> Ahead(n)]']_<<vars, ahead>>

KeepsPromise == P!Spec

=============================================================================
