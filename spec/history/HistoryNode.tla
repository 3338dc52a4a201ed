---------------------------- MODULE HistoryNode ----------------------------
(***************************************************************************)
(* What a fencer does with what it knows of all operations: FencingHistory *)
(* of the code, by way of History. An operation is <<counter, originator,  *)
(* incarnation>>. Whom and how it fences does not matter here, so that all *)
(* records are of one aim.                                                 *)
(***************************************************************************)
EXTENDS History

Record(conclusion) == [aim |-> <<1, "OFF">>, asOf |-> <<0, 0>>, conclusion |-> conclusion]

Pending == Record(NoConclusion)

(* A record that somebody tells of. *)
Heard(h, id, record) == Plus(h, id, record)

(* All that another fencer knows. *)
Told(h, all) == Merge(h, all)

(* Pending operations of these originators will not be decided by anybody any more. *)
Presume(h, IsGone(_)) == LostIn(h, {id \in PendingIn(h) : IsGone(id)})

=============================================================================
