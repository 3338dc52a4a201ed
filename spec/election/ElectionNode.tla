---------------------------- MODULE ElectionNode ----------------------------
(***************************************************************************)
(* One node in the election of the DC: the machine Election of the code,   *)
(* event by event. A state is a record of                                  *)
(*   phase    "OUTSIDE", "HOLDING", "VOTING" or "DECIDED"                  *)
(*   seen     the greatest epoch that this node knows of                   *)
(*   hurried  whether it no longer waits for nodes that are starting       *)
(*   round    <<view, number>>, or NoRound                                 *)
(*   members  who votes in the round                                       *)
(*   votes    the epoch that each voter had seen, of the votes so far      *)
(*   winner   the DC of this view once the last vote is in, else Nobody    *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Epochs, Steps

CONSTANT Expected   \* the nodes that the cluster is configured to have

NoRound == <<>>
Nobody == 0

RoundNumber(s) == IF s.round = NoRound THEN 0 ELSE s.round[2]

NextRound(s) == IF s.round = NoRound THEN NoRound ELSE <<s.round[1], s.round[2] + 1>>

Started(self) ==
  [phase |-> "OUTSIDE", seen |-> <<0, self>>, hurried |-> FALSE, round |-> NoRound,
   members |-> {}, votes |-> <<>>, winner |-> Nobody]

-----------------------------------------------------------------------------
(* Effects *)

CastVote(round, seen) == [type |-> "CastVote", round |-> round, seen |-> seen]
StartDeadtime == [type |-> "StartDeadtime"]
CancelDeadtime == [type |-> "CancelDeadtime"]
StartVotesTimer == [type |-> "StartVotesTimer"]
CancelVotesTimer == [type |-> "CancelVotesTimer"]
DeclareWinner(dc, greatest) == [type |-> "DeclareWinner", dc |-> dc, greatest |-> greatest]

Vote(s, round) == <<CastVote(round, s.seen), StartVotesTimer>>

Voting(s, round, members) ==
  [s EXCEPT !.phase = "VOTING", !.round = round, !.members = members, !.votes = <<>>,
            !.winner = Nobody]

-----------------------------------------------------------------------------
(* ViewChanged: the engine gave a view. *)

ViewChangedOutcome(s, view) ==
  IF s.round # NoRound /\ s.round[1] = view.id THEN "SAME_VIEW"
  ELSE "Taken"

ViewChanged(self, s, view) ==
  LET fresh == Voting(s, <<view.id, 1>>, view.members)
      wasHolding == s.phase = "HOLDING"
      taken ==
        IF s.hurried \/ Expected \subseteq view.members
        THEN Taken(fresh,
               (IF wasHolding THEN <<CancelDeadtime>> ELSE <<>>) \o Vote(fresh, fresh.round))
        ELSE Taken([fresh EXCEPT !.phase = "HOLDING"],
               IF wasHolding THEN <<>> ELSE <<CancelVotesTimer, StartDeadtime>>)
  IN Guarded(ViewChangedOutcome(s, view), s, taken)

-----------------------------------------------------------------------------
(* VoteDelivered: a vote arrived in agreed order, maybe one's own. *)

VoteDeliveredOutcome(s, from, vote) ==
  IF s.round = NoRound \/ vote.round[1] # s.round[1] THEN "OTHER_VIEW"
  ELSE IF vote.round[2] < s.round[2] THEN "OLD_ROUND"
  ELSE IF from \notin s.members THEN "NOT_A_MEMBER"
  ELSE IF vote.round = s.round /\ from \in DOMAIN s.votes THEN "ALREADY_VOTED"
  ELSE "Taken"

(* The last DC if it is here, else the least name. *)
Winner(s, greatest) ==
  IF Number(greatest) > 0 /\ Coordinator(greatest) \in s.members
  THEN Coordinator(greatest)
  ELSE Least(s.members)

Count(s, from, seen, before) ==
  LET votes == [v \in DOMAIN s.votes \cup {from} |-> IF v = from THEN seen ELSE s.votes[v]]
      counted == [s EXCEPT !.votes = votes]
      greatest == Greatest({votes[v] : v \in DOMAIN votes})
      dc == Winner(s, greatest)
  IN IF DOMAIN votes # s.members
     THEN Taken(counted, before)
     ELSE Taken([counted EXCEPT !.phase = "DECIDED", !.hurried = TRUE, !.winner = dc,
                                !.seen = Later(s.seen, greatest)],
                before \o <<CancelVotesTimer, DeclareWinner(dc, greatest)>>)

VoteDelivered(self, s, from, vote) ==
  LET newRound == vote.round # s.round
      wasHolding == s.phase = "HOLDING"
      inRound == IF newRound THEN Voting(s, vote.round, s.members) ELSE s
      voting == IF wasHolding THEN [inRound EXCEPT !.phase = "VOTING"] ELSE inRound
      ownVote ==
        IF ~(newRound \/ wasHolding) THEN <<>>
        ELSE IF from = self THEN <<StartVotesTimer>>
        ELSE Vote(voting, vote.round)
      before == (IF wasHolding THEN <<CancelDeadtime>> ELSE <<>>) \o ownVote
  IN Guarded(VoteDeliveredOutcome(s, from, vote), s, Count(voting, from, vote.seen, before))

-----------------------------------------------------------------------------
(* EpochSeen: an epoch became known in some other way. *)

EpochSeenOutcome(s, epoch) ==
  IF ~Before(s.seen, epoch) THEN "NOT_NEWER"
  ELSE "Taken"

EpochSeen(self, s, epoch) ==
  Guarded(EpochSeenOutcome(s, epoch), s, Taken([s EXCEPT !.seen = epoch], <<>>))

-----------------------------------------------------------------------------
(* DeadtimePassed: nodes that are missing have had time enough to start. *)

DeadtimePassedOutcome(s) ==
  IF s.phase # "HOLDING" THEN "NOT_HOLDING"
  ELSE "Taken"

DeadtimePassed(self, s) ==
  Guarded(DeadtimePassedOutcome(s), s,
    Taken([s EXCEPT !.phase = "VOTING", !.hurried = TRUE], Vote(s, s.round)))

-----------------------------------------------------------------------------
(* VotesOverdue: the same vote again; whichever arrives first counts. *)

VotesOverdueOutcome(s) ==
  IF s.phase # "VOTING" THEN "NOT_VOTING"
  ELSE "Taken"

VotesOverdue(self, s) ==
  Guarded(VotesOverdueOutcome(s), s, Taken(s, Vote(s, s.round)))

-----------------------------------------------------------------------------
(* ElectionCalled: the DC has been superseded, so elect again in this view. *)

ElectionCalledOutcome(s) ==
  IF s.phase # "DECIDED" THEN "NOT_DECIDED"
  ELSE "Taken"

ElectionCalled(self, s) ==
  Guarded(ElectionCalledOutcome(s), s,
    Taken(s, <<CastVote(NextRound(s), s.seen)>>))

-----------------------------------------------------------------------------
(* Any event, as a trace tells it. *)

Step(self, s, event) ==
  CASE event.type = "ViewChanged" -> ViewChanged(self, s, event.view)
    [] event.type = "VoteDelivered" -> VoteDelivered(self, s, event.from, event.vote)
    [] event.type = "EpochSeen" -> EpochSeen(self, s, event.epoch)
    [] event.type = "DeadtimePassed" -> DeadtimePassed(self, s)
    [] event.type = "VotesOverdue" -> VotesOverdue(self, s)
    [] event.type = "ElectionCalled" -> ElectionCalled(self, s)

-----------------------------------------------------------------------------
(* What is true of every state of a node; the code checks the same in production. *)

VotesAreOfMembers(s) == DOMAIN s.votes \subseteq s.members
WinnerIsMember(s) == s.winner # Nobody => s.winner \in s.members
WinnerHasAllVotes(s) == s.winner # Nobody => DOMAIN s.votes = s.members
DecidedMeansWinner(s) == (s.phase = "DECIDED") <=> (s.winner # Nobody)
OutsideMeansNoRound(s) == (s.phase = "OUTSIDE") <=> (s.round = NoRound)
WinnerKnowsAllEpochs(s) ==
  s.winner # Nobody => \A v \in DOMAIN s.votes : ~Before(s.seen, s.votes[v])

=============================================================================
