------------------------------ MODULE Election ------------------------------
(***************************************************************************)
(* The election of the DC: the nodes of ElectionNode on the bus, and all   *)
(* that the world may do to them. Each action's parameter o is the outcome *)
(* of the step, so that an edge of the state graph names the guard that    *)
(* held, or the one that refused.                                          *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Bus, Epochs, Steps

CONSTANTS
  Node,        \* numbers, in the order of the nodes' names
  Expected,    \* the nodes that the cluster is configured to have; some may never start
  MaxViews,    \* how many views the engine forms
  MaxRound,    \* how many rounds a view sees
  MaxEpoch,    \* the greatest epoch's number
  MaxInbox     \* no timer makes a node say more while an inbox is that full

VARIABLES
  node,        \* each node's state
  timers,      \* which timers run, of each node
  told,        \* whom each node's controller takes for the DC: <<dc, greatest>> or <<>>
  opened,      \* the epochs that were opened
  bus

vars == <<node, timers, told, opened, bus>>

N == INSTANCE ElectionNode

Init ==
  /\ node = [n \in Node |-> N!Started(n)]
  /\ timers = [n \in Node |-> {}]
  /\ told = [n \in Node |-> <<>>]
  /\ opened = {}
  /\ bus = NoBus(Node)

-----------------------------------------------------------------------------
(* Carrying out effects *)

TimersAfter(set, effect) ==
  CASE effect.type = "StartDeadtime" -> set \cup {"Deadtime"}
    [] effect.type = "CancelDeadtime" -> set \ {"Deadtime"}
    [] effect.type = "StartVotesTimer" -> set \cup {"Votes"}
    [] effect.type = "CancelVotesTimer" -> set \ {"Votes"}
    [] OTHER -> set

ToldAfter(dc, effect) ==
  IF effect.type = "DeclareWinner" THEN <<effect.dc, effect.greatest>> ELSE dc

(* n takes the step; before it, these timers run, this is told and this is the bus. *)
Take(n, step, running, dc, heard) ==
  LET SayIt(b, effect) ==
        IF effect.type = "CastVote"
        THEN Say(b, n, [round |-> effect.round, seen |-> effect.seen])
        ELSE b
  IN /\ node' = [node EXCEPT ![n] = step.to]
     /\ timers' = [timers EXCEPT ![n] = Fold(TimersAfter, running, step.does)]
     /\ told' = [told EXCEPT ![n] = Fold(ToldAfter, dc, step.does)]
     /\ bus' = Fold(SayIt, heard, step.does)

(* What makes a node speak again is bounded by the room for it. *)
MaySpeak(n, o) == o = "Taken" => Room(bus, n, MaxInbox)

-----------------------------------------------------------------------------
(* What a node hears. The outcome o is a parameter of each action, so that every edge of the  *)
(* state graph names the guard that decided: "Taken", or the refusal.                         *)

ViewChanged(n, o) ==
  /\ Hears(bus, n, "View")
  /\ LET view == Next1(bus, n)
     IN /\ o = N!ViewChangedOutcome(node[n], view)
        /\ Take(n, N!ViewChanged(n, node[n], view), timers[n], <<>>, Heard(bus, n))
  /\ UNCHANGED opened

(* An engine that gives one view twice does no harm. *)
ViewRepeated(n, o) ==
  /\ node[n].round # N!NoRound
  /\ LET view == ViewItem(node[n].round[1], node[n].members)
     IN /\ o = N!ViewChangedOutcome(node[n], view)
        /\ Take(n, N!ViewChanged(n, node[n], view), timers[n], told[n], bus)
  /\ UNCHANGED opened

VoteDelivered(n, o) ==
  /\ Hears(bus, n, "Said")
  /\ LET from == Next1(bus, n).from
         vote == Next1(bus, n).message
     IN /\ o = N!VoteDeliveredOutcome(node[n], from, vote)
        /\ Take(n, N!VoteDelivered(n, node[n], from, vote), timers[n], told[n], Heard(bus, n))
  /\ UNCHANGED opened

(* The vote of a node that is no member, in whatever way it came here. *)
VoteStrayed(n, m, o) ==
  /\ node[n].round # N!NoRound
  /\ m \notin node[n].members
  /\ LET vote == [round |-> node[n].round, seen |-> <<0, m>>]
     IN /\ o = N!VoteDeliveredOutcome(node[n], m, vote)
        /\ Take(n, N!VoteDelivered(n, node[n], m, vote), timers[n], told[n], bus)
  /\ UNCHANGED opened

(* A DC opens an epoch that is greater than all it knows; others hear of it at any time. *)
EpochSeen(n, e, o) ==
  /\ e \in opened \/ (told[n] # <<>> /\ told[n][1] = n /\ e = <<Number(node[n].seen) + 1, n>>)
  /\ o = N!EpochSeenOutcome(node[n], e)
  /\ Take(n, N!EpochSeen(n, node[n], e), timers[n], told[n], bus)
  /\ opened' = opened \cup {e}

(* A timer that was cancelled may still have been under way. *)
DeadtimePassed(n, o) ==
  /\ o = N!DeadtimePassedOutcome(node[n])
  /\ MaySpeak(n, o)
  /\ Take(n, N!DeadtimePassed(n, node[n]), timers[n] \ {"Deadtime"}, told[n], bus)
  /\ UNCHANGED opened

VotesOverdue(n, o) ==
  /\ o = N!VotesOverdueOutcome(node[n])
  /\ MaySpeak(n, o)
  /\ Take(n, N!VotesOverdue(n, node[n]), timers[n] \ {"Votes"}, told[n], bus)
  /\ UNCHANGED opened

ElectionCalled(n, o) ==
  /\ N!RoundNumber(node[n]) < MaxRound
  /\ o = N!ElectionCalledOutcome(node[n])
  /\ MaySpeak(n, o)
  /\ Take(n, N!ElectionCalled(n, node[n]), timers[n], told[n], bus)
  /\ UNCHANGED opened

-----------------------------------------------------------------------------
(* What the world does *)

(* Nodes are parted, or come together. *)
ViewFormed(members) ==
  /\ bus.views < MaxViews
  /\ bus' = FormView(bus, members)
  /\ UNCHANGED <<node, timers, told, opened>>

Lost(n) ==
  /\ CanLose(bus, n)
  /\ bus' = Lose(bus, n)
  /\ UNCHANGED <<node, timers, told, opened>>

(* A node ends, and is there again at once; it knows nothing and is in no view. *)
Restarted(n) ==
  /\ bus.at[n] # NoView
  /\ node' = [node EXCEPT ![n] = N!Started(n)]
  /\ timers' = [timers EXCEPT ![n] = {}]
  /\ told' = [told EXCEPT ![n] = <<>>]
  /\ bus' = Leave(bus, n)
  /\ UNCHANGED opened

-----------------------------------------------------------------------------
Next ==
  \/ \E n \in Node, o \in {"Taken", "SAME_VIEW"} : ViewChanged(n, o)
  \/ \E n \in Node, o \in {"Taken", "SAME_VIEW"} : ViewRepeated(n, o)
  \/ \E n \in Node,
        o \in {"Taken", "OTHER_VIEW", "OLD_ROUND", "NOT_A_MEMBER", "ALREADY_VOTED"} :
       \/ VoteDelivered(n, o)
       \/ \E m \in Node : VoteStrayed(n, m, o)
  \/ \E n \in Node, e \in (1..MaxEpoch) \X Node, o \in {"Taken", "NOT_NEWER"} :
       EpochSeen(n, e, o)
  \/ \E n \in Node, o \in {"Taken", "NOT_HOLDING"} : DeadtimePassed(n, o)
  \/ \E n \in Node, o \in {"Taken", "NOT_VOTING"} : VotesOverdue(n, o)
  \/ \E n \in Node, o \in {"Taken", "NOT_DECIDED"} : ElectionCalled(n, o)
  \/ \E members \in SUBSET Node \ {{}} : ViewFormed(members)
  \/ \E n \in Node : Lost(n)
  \/ \E n \in Node : Restarted(n)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Invariants of a node, as in the code *)

VotesAreOfMembers == \A n \in Node : N!VotesAreOfMembers(node[n])
WinnerIsMember == \A n \in Node : N!WinnerIsMember(node[n])
WinnerHasAllVotes == \A n \in Node : N!WinnerHasAllVotes(node[n])
DecidedMeansWinner == \A n \in Node : N!DecidedMeansWinner(node[n])
OutsideMeansNoRound == \A n \in Node : N!OutsideMeansNoRound(node[n])
WinnerKnowsAllEpochs == \A n \in Node : N!WinnerKnowsAllEpochs(node[n])

(* Invariants of the cluster *)

(* Who has decided in one round has decided alike, whatever they had heard before. *)
AtMostOneWinner ==
  \A n, m \in Node :
    (node[n].winner # N!Nobody /\ node[m].winner # N!Nobody /\ node[n].round = node[m].round)
      => /\ node[n].winner = node[m].winner
         /\ node[n].votes = node[m].votes

(* Who waits for votes will ask for them again; nobody else does. *)
VotingMeansVotesTimer ==
  \A n \in Node : (node[n].phase = "VOTING") <=> ("Votes" \in timers[n])

HoldingMeansDeadtime ==
  \A n \in Node : (node[n].phase = "HOLDING") <=> ("Deadtime" \in timers[n])

(* The controller takes the winner for the DC. *)
ToldTheWinner ==
  \A n \in Node : node[n].winner # N!Nobody => told[n] # <<>> /\ told[n][1] = node[n].winner

(* Who has waited for nodes that start does not wait again. *)
HurriedDoesNotWait ==
  \A n \in Node : node[n].hurried => node[n].phase # "HOLDING"

(* A vote speaks of a round of a view. *)
VotesAreOfRounds ==
  \A n \in Node : \A i \in 1..Len(bus.inbox[n]) :
    bus.inbox[n][i].type = "Said" => Len(bus.inbox[n][i].message.round) = 2

(* Properties of steps *)

Last(seq) == seq[Len(seq)]

Restarts(n) == bus.at[n] # NoView /\ bus'.at[n] = NoView

(* An old round is ignored: within a view, rounds only go on. *)
RoundNeverGoesBack ==
  [][\A n \in Node :
      (node[n].round # N!NoRound /\ node'[n].round # N!NoRound
        /\ node[n].round[1] = node'[n].round[1])
      => node[n].round[2] <= node'[n].round[2]]_vars

(* A winner stays the winner until there is another view or another round. *)
WinnerStays ==
  [][\A n \in Node :
      (node[n].winner # N!Nobody /\ node'[n].round = node[n].round)
      => node'[n].winner = node[n].winner /\ told'[n] = told[n]]_vars

SeenNeverFalls ==
  [][\A n \in Node : ~Restarts(n) => ~Before(node'[n].seen, node[n].seen)]_vars

(* Another round of a view is called only by a node that has decided in it. *)
RoundFollowsDecision ==
  [][\A n \in Node :
      LET vote == Last(bus'.inbox[n])
      IN (Len(bus'.inbox[n]) > Len(bus.inbox[n]) /\ vote.type = "Said" /\ vote.message.round[2] > 1)
         => \/ node[vote.from].winner # N!Nobody
            \/ node'[vote.from].round = vote.message.round]_vars

=============================================================================
