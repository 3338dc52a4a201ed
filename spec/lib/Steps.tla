------------------------------- MODULE Steps -------------------------------
(***************************************************************************)
(* What one step of a machine comes to, in the same shape as the code's    *)
(* io.systole.kernel.Step: the next state, what the world is asked for in  *)
(* order, and the outcome, which is "Taken" or the name of the refusal.    *)
(***************************************************************************)
EXTENDS Sequences, Naturals

Taken(to, does) == [to |-> to, does |-> does, outcome |-> "Taken"]

Refused(state, why) == [to |-> state, does |-> <<>>, outcome |-> why]

(* The guards' outcome decides between the two. *)
Guarded(outcome, state, taken) ==
  IF outcome = "Taken" THEN taken ELSE Refused(state, outcome)

(* A value that may be missing is a sequence of at most one. *)
None == <<>>
Some(x) == <<x>>
IsSome(option) == option # None
The(option) == option[1]

RECURSIVE Fold(_, _, _)

(* Op(... Op(Op(base, seq[1]), seq[2]) ..., seq[n]) *)
Fold(Op(_, _), base, seq) ==
  IF seq = <<>> THEN base ELSE Fold(Op, Op(base, Head(seq)), Tail(seq))

=============================================================================
