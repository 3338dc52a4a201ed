----------------------------- MODULE MCHistories -----------------------------
(* Histories within bounds; the configurations have them. *)
EXTENDS Histories
=============================================================================
