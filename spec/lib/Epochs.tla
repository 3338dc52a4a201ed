------------------------------- MODULE Epochs ------------------------------
(***************************************************************************)
(* An epoch is <<number, coordinator>>, ordered by number and then by the  *)
(* coordinator's name. Nodes are numbers here, in the order of their       *)
(* names. The epoch <<0, n>> was nobody's: n has seen none.                *)
(***************************************************************************)
EXTENDS Integers

Number(epoch) == epoch[1]

Coordinator(epoch) == epoch[2]

Before(one, other) ==
  \/ Number(one) < Number(other)
  \/ Number(one) = Number(other) /\ Coordinator(one) < Coordinator(other)

Later(one, other) == IF Before(one, other) THEN other ELSE one

Greatest(epochs) == CHOOSE e \in epochs : \A f \in epochs : ~Before(e, f)

Least(nodes) == CHOOSE n \in nodes : \A m \in nodes : n <= m

=============================================================================
