--------------------------- MODULE LeadershipNode ---------------------------
(***************************************************************************)
(* What a controller of a two-node cluster remembers so that it can say    *)
(* whether its rounds may begin a term of the CIB: the classes Presence    *)
(* and Standing of the code. A state is a record of                        *)
(*   since      the number of the first round that it took part in, or 0;  *)
(*              it matters for what is believed of a node, and not here    *)
(*   lastMember the number of the last round that the other took part in,  *)
(*              or 0                                                       *)
(*   fencing    the number of the round in which a fencing of the other    *)
(*              was asked for that has succeeded, or 0                     *)
(*   inStep     whether, since it was started, the CIB was made everybody's *)
(*              in a round that both took part in                          *)
(***************************************************************************)
EXTENDS Integers

Started == [since |-> 0, lastMember |-> 0, fencing |-> 0, inStep |-> FALSE]

Max(a, b) == IF a > b THEN a ELSE b

(* A fencing says nothing about what the other has started since it was last a member. *)
IsFenced(s) == s.fencing # 0 /\ s.fencing >= Max(s.since, s.lastMember)

(* This node takes part in a round, with the other or without it. *)
OfferTaken(s, number, both) ==
  [s EXCEPT !.since = IF @ = 0 THEN number ELSE @,
            !.lastMember = IF both THEN number ELSE @]

(* All that take part in the round have the CIB. *)
AckHeard(s, both) == [s EXCEPT !.inStep = @ \/ both]

FencingTold(s, asOf) == [s EXCEPT !.fencing = Max(@, asOf)]

(* Whether a round may begin a term. Both nodes may. One of them may if it has had the other    *)
(* fenced, and did not itself come back without hearing what the other had done meanwhile; and  *)
(* it may go on in a view in which it has led before.                                           *)
MayLead(s, both, ledHere) ==
  \/ both
  \/ s.inStep /\ IsFenced(s)
  \/ ledHere

=============================================================================
