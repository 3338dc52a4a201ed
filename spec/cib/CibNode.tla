------------------------------ MODULE CibNode ------------------------------
(***************************************************************************)
(* One replica of the CIB: the machine CibReplica of the code, event by    *)
(* event. A state is a record of                                           *)
(*   conf      the configuration, [version, is]: the greater version holds *)
(*             more; is tells two configurations apart                     *)
(*   updates   how often the status has changed since the configuration did *)
(*   live      whether the status is in the CIB                            *)
(*   term      the epoch in which the configuration was last changed       *)
(*   seen      the greatest epoch that the replica has heard of            *)
(*   view      NoView, or [id, nodes, members, quorum, quorate]            *)
(*   mode      Apart, or a record with is "Collecting" or "Synchronised"   *)
(*   kept      the mark of what is on stable storage                       *)
(*   writing   the mark of what is being put there, or NoMark              *)
(*   failing   whether the last attempt to write failed                    *)
(*   reports   of this epoch: who has stored which version                 *)
(*   proposals of this node's clients: Sent, or the version that has to be *)
(*             stored                                                      *)
(*   order     the round that the controller awaits, or NoEpoch            *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Steps, Maps, Epochs

CONSTANTS
  Apply(_, _),   \* the configuration that a change makes of another
  MaxProposals   \* the most changes of one node that await their end

NoView == <<>>
NoMark == <<>>
NoEpoch == <<0, 0>>
Sent == -1
Apart == [is |-> "Apart"]

Mark(stored) == <<stored.term, stored.conf.version, stored.seen>>

StoredOf(s) == [conf |-> s.conf, term |-> s.term, seen |-> s.seen]

(* The status is not stored. *)
Started(stored) ==
  [conf |-> stored.conf, updates |-> 0, live |-> FALSE, term |-> stored.term,
   seen |-> stored.seen, view |-> NoView, mode |-> Apart, kept |-> Mark(stored),
   writing |-> NoMark, failing |-> FALSE, reports |-> <<>>, proposals |-> <<>>,
   order |-> NoEpoch]

IsMember(s, n) == s.view # NoView /\ n \in s.view.members

-----------------------------------------------------------------------------
(* Effects and messages *)

Multicast(message) == [type |-> "Multicast", message |-> message]
Store(stored) == [type |-> "Store", stored |-> stored]
RetryStoring == [type |-> "RetryStoring"]
TellChanged(q) == [type |-> "TellChanged", request |-> q]
TellRefused(q, cause) == [type |-> "TellRefused", request |-> q, cause |-> cause]
TellUnknown(q) == [type |-> "TellUnknown", request |-> q]
TellSynchronised(e) == [type |-> "TellSynchronised", epoch |-> e]
TellNotSynchronised(e, why) == [type |-> "TellNotSynchronised", epoch |-> e, reason |-> why]
TellRoundRefused(e) == [type |-> "TellRoundRefused", epoch |-> e]
ReportDivergence(n) == [type |-> "ReportDivergence", other |-> n]

SnapshotWanted(epoch, view, source, quorate) ==
  [type |-> "SnapshotWanted", epoch |-> epoch, view |-> view, source |-> source,
   quorate |-> quorate]

Summary(epoch, promised, summary) ==
  [type |-> "Summary", epoch |-> epoch, promised |-> promised, summary |-> summary]

Snapshot(epoch, s) ==
  [type |-> "Snapshot", epoch |-> epoch, conf |-> s.conf, updates |-> s.updates]

Propose(epoch, request, change) ==
  [type |-> "Propose", epoch |-> epoch, request |-> request, change |-> change]

Persisted(epoch, conf) == [type |-> "Persisted", epoch |-> epoch, conf |-> conf]

SummaryOf(s) ==
  [term |-> s.term, version |-> s.conf.version, updates |-> s.updates, live |-> s.live,
   is |-> s.conf.is]

-----------------------------------------------------------------------------
(* How many replicas have to hold what is to outlast the others: any two    *)
(* such sets of views that may lead have a replica in common.               *)

Needed(view) ==
  LET majority == Cardinality(view.nodes) \div 2 + 1
  IN IF view.quorum >= majority THEN view.quorum ELSE majority

-----------------------------------------------------------------------------
(* The best CIB: greatest by term, version and having the status. *)

Better(a, b) ==
  \/ Before(b.term, a.term)
  \/ a.term = b.term /\ a.version > b.version
  \/ a.term = b.term /\ a.version = b.version /\ a.updates > b.updates
  \/ /\ a.term = b.term /\ a.version = b.version /\ a.updates = b.updates
     /\ a.live /\ ~b.live

(* Among equals the preferred one, else the least name. *)
Best(summaries, preferred) ==
  LET best == {n \in DOMAIN summaries :
                 \A o \in DOMAIN summaries : ~Better(summaries[o].summary, summaries[n].summary)}
  IN IF preferred \in best THEN preferred ELSE Least(best)

-----------------------------------------------------------------------------
(* Parts of steps: [s, does]. *)

Part(s) == [s |-> s, does |-> <<>>]
And(part, effect) == [part EXCEPT !.does = Append(@, effect)]
Step1(part) == Taken(part.s, part.does)

(* Stores the newest, if that is not stored and no storing is under way. *)
Keep(part) ==
  LET wanted == Mark(StoredOf(part.s)) IN
  IF part.s.writing # NoMark \/ wanted = part.s.kept THEN part
  ELSE And([part EXCEPT !.s.writing = wanted], Store(StoredOf(part.s)))

RECURSIVE Each(_, _, _)
(* Op(... Op(part, k1) ..., kn) in the order of the keys. *)
Each(Op(_, _), part, keys) ==
  IF keys = {} THEN part
  ELSE LET k == CHOOSE x \in keys : \A y \in keys : x <= y
       IN Each(Op, Op(part, k), keys \ {k})

Drop(part, q) == [part EXCEPT !.s.proposals = Without(@, {q})]

(* What clients and the controller hear when what they await will not come. *)
Ended(s, reason) ==
  LET Unknown(part, q) == And(part, TellUnknown(q))
      told == Each(Unknown, Part(s), DOMAIN s.proposals)
  IN IF s.order = NoEpoch THEN told ELSE And(told, TellNotSynchronised(s.order, reason))

InView(s, view) ==
  [s EXCEPT !.view = view, !.mode = Apart, !.reports = <<>>, !.proposals = <<>>,
            !.order = NoEpoch]

Applied(s) == {q \in DOMAIN s.proposals : s.proposals[q] # Sent}

Reporters(s, version) == {n \in DOMAIN s.reports : s.reports[n] >= version}

(* Tells the clients whose changes are stored by enough replicas. *)
Acknowledge(part) ==
  LET done == {q \in Applied(part.s) :
                 Cardinality(Reporters(part.s, part.s.proposals[q])) >= Needed(part.s.view)}
      Tell(p, q) == Drop(And(p, TellChanged(q)), q)
  IN Each(Tell, part, done)

-----------------------------------------------------------------------------
(* ViewChanged, Disconnected: whatever was under way has ended. *)

ViewChanged(self, s, view) ==
  Taken(InView(s, view), Ended(s, "VIEW_CHANGED").does)

Disconnected(self, s) == Taken(InView(s, NoView), Ended(s, "NO_VIEW").does)

-----------------------------------------------------------------------------
(* SynchroniseOrdered: this node's controller, the coordinator, opens a round. *)

SynchroniseOrderedOutcome(s, epoch, replicas) ==
  IF s.view = NoView THEN "NO_VIEW"
  ELSE IF s.view.id # replicas THEN "VIEW_CHANGED"
  ELSE IF ~Before(s.order, epoch) \/ ~Before(s.seen, epoch) THEN "STALE_EPOCH"
  ELSE "Taken"

SynchroniseOrdered(self, s, epoch, source, replicas, quorate) ==
  Guarded(SynchroniseOrderedOutcome(s, epoch, replicas), s,
    Taken([s EXCEPT !.order = epoch],
      (IF s.order = NoEpoch THEN <<>> ELSE <<TellNotSynchronised(s.order, "STALE_EPOCH")>>)
      \o <<Multicast(SnapshotWanted(epoch, replicas, source, quorate))>>))

-----------------------------------------------------------------------------
(* Delivered SnapshotWanted: a round begins, and no change is taken. A replica takes part in an    *)
(* epoch once, and in none that is older: of what it has promised it could not say to whom. Its   *)
(* controller hears of what it passes over, since the round may wait for it.                      *)

SnapshotWantedOutcome(s, m) ==
  IF m.view # s.view.id THEN "STALE_MESSAGE"
  ELSE "Taken"

OnSnapshotWanted(s, m) ==
  LET older == s.order # NoEpoch /\ Before(s.order, m.epoch)
      next == [s EXCEPT !.seen = m.epoch,
                        !.order = IF older THEN NoEpoch ELSE @,
                        !.mode = [is |-> "Collecting", epoch |-> m.epoch, source |-> m.source,
                                  quorate |-> m.quorate, said |-> FALSE, summaries |-> <<>>]]
  IN Guarded(SnapshotWantedOutcome(s, m), s,
       IF ~Before(s.seen, m.epoch)
       THEN Taken(s, <<TellRoundRefused(m.epoch)>>)
       ELSE Step1(Keep(IF older
                       THEN And(Part(next), TellNotSynchronised(s.order, "STALE_EPOCH"))
                       ELSE Part(next))))

(* A replica says what it has, once a round. *)
SaySummary(part, promised) ==
  IF part.s.mode.said THEN part
  ELSE [And(part, Multicast(Summary(part.s.mode.epoch, promised, SummaryOf(part.s))))
         EXCEPT !.s.mode.said = TRUE]

-----------------------------------------------------------------------------
(* Delivered Summary *)

Collects(s, epoch) == s.mode.is = "Collecting" /\ s.mode.epoch = epoch

SummaryOutcome(s, from, m) ==
  IF ~Collects(s, m.epoch) THEN "STALE_MESSAGE"
  ELSE IF Has(s.mode.summaries, from) THEN "STALE_MESSAGE"
  ELSE "Taken"

AllHaveSaid(s) == s.view.members \subseteq DOMAIN s.mode.summaries

(* Whose CIB is everybody's, as soon as all members have said what they have. *)
IsSource(s, n) == AllHaveSaid(s) /\ Best(s.mode.summaries, s.mode.source) = n

OnSummary(self, s, from, m) ==
  Guarded(SummaryOutcome(s, from, m), s,
    LET next == [s EXCEPT !.mode.summaries =
                   With(@, from, [promised |-> m.promised, summary |-> m.summary])]
    IN Taken(next, IF IsSource(next, self) THEN <<Multicast(Snapshot(m.epoch, s))>> ELSE <<>>))

-----------------------------------------------------------------------------
(* Delivered Snapshot: the round ends. *)

SnapshotOutcome(s, from, m) ==
  IF ~Collects(s, m.epoch) THEN "STALE_MESSAGE"
  ELSE IF ~Has(s.mode.summaries, from) \/ ~IsSource(s, from) THEN "NOT_THE_SOURCE"
  ELSE IF m.conf.is # s.mode.summaries[from].summary.is THEN "DAMAGED_SNAPSHOT"
  ELSE "Taken"

Promised(s) == {n \in DOMAIN s.mode.summaries : s.mode.summaries[n].promised}

(* Whether the round may begin a term: enough will never take part in an older one. *)
Leads(s) ==
  s.mode.quorate /\ s.view.quorate /\ Cardinality(Promised(s)) >= Needed(s.view)

(* Nobody waits for a quorum that is not there. *)
WithoutQuorum(s, epoch, missed) ==
  LET GiveUp(p, q) == Drop(And(p, TellUnknown(q)), q)
      told == Each(GiveUp, Part(s), Applied(s))
  IN IF s.order # epoch THEN told
     ELSE And([told EXCEPT !.s.order = NoEpoch],
              IF missed THEN TellNotSynchronised(epoch, "CANT_STORE")
              ELSE TellSynchronised(epoch))

OnSnapshot(s, from, m) ==
  Guarded(SnapshotOutcome(s, from, m), s,
    LET leads == Leads(s)
        next == [s EXCEPT !.conf = m.conf, !.updates = m.updates, !.live = TRUE,
                          !.term = IF leads THEN m.epoch
                                   ELSE s.mode.summaries[from].summary.term,
                          !.mode = [is |-> "Synchronised", epoch |-> m.epoch, leads |-> leads],
                          !.reports = <<>>]
    IN Step1(Keep(IF leads THEN Part(next)
                  ELSE WithoutQuorum(next, m.epoch, s.mode.quorate /\ s.view.quorate))))

-----------------------------------------------------------------------------
(* ChangeProposed: a client of this node wants a change. A change is        *)
(*   [kind, under, makes]: kind "conf", "same" (a change of the             *)
(*   configuration that changes nothing), "stat" or "bad" (refused by the   *)
(*   CIB itself); under is a coordinator's epoch or NoEpoch.                *)

OfAnOldCoordinator(s, change) == change.under # NoEpoch /\ Before(change.under, s.seen)

ChangeProposedOutcome(s, q, change) ==
  IF s.view = NoView THEN "NO_VIEW"
  ELSE IF s.mode.is # "Synchronised" THEN "NOT_SYNCHRONISED"
  ELSE IF OfAnOldCoordinator(s, change) THEN "STALE_EPOCH"
  ELSE IF s.failing /\ change.kind # "stat" THEN "CANT_STORE"
  ELSE IF Has(s.proposals, q) THEN "REQUEST_IN_USE"
  ELSE IF Cardinality(DOMAIN s.proposals) >= MaxProposals THEN "TOO_MANY_OUTSTANDING"
  ELSE "Taken"

ChangeProposed(self, s, q, change) ==
  Guarded(ChangeProposedOutcome(s, q, change), s,
    Taken([s EXCEPT !.proposals = With(@, q, Sent)],
          <<Multicast(Propose(s.mode.epoch, q, change))>>))

-----------------------------------------------------------------------------
(* Delivered Propose: the change takes its place in the order, or none. *)

(* The acknowledgement promises that a configuration stays, also one that was the same. *)
NeedsQuorum(change) == change.kind \in {"conf", "same"}

ProposeOutcome(s, m) ==
  IF s.mode.is # "Synchronised" THEN "NOT_SYNCHRONISED"
  ELSE IF s.mode.epoch # m.epoch THEN "NOT_SYNCHRONISED"
  ELSE IF OfAnOldCoordinator(s, m.change) THEN "STALE_EPOCH"
  ELSE IF m.change.kind = "bad" THEN "EDIT_REFUSED"
  ELSE IF NeedsQuorum(m.change) /\ ~s.mode.leads THEN "NO_QUORUM"
  ELSE "Taken"

OnPropose(self, s, from, m) ==
  LET refusal == ProposeOutcome(s, m)
      awaited == from = self /\ At(s.proposals, m.request, 0) = Sent
      next == [s EXCEPT
                !.conf = IF m.change.kind = "conf" THEN Apply(@, m.change) ELSE @,
                !.updates = CASE m.change.kind = "conf" -> 0
                              [] m.change.kind = "stat" -> @ + 1
                              [] OTHER -> @]
      Await(part) == [part EXCEPT !.s.proposals = With(@, m.request, next.conf.version)]
  IN CASE refusal # "Taken" /\ awaited ->
            Step1(Drop(And(Part(s), TellRefused(m.request, refusal)), m.request))
       [] refusal # "Taken" -> Refused(s, refusal)
       [] ~awaited -> Step1(Keep(Part(next)))
       [] awaited /\ NeedsQuorum(m.change) -> Step1(Keep(Acknowledge(Await(Part(next)))))
       [] OTHER -> Step1(Keep(Drop(And(Part(next), TellChanged(m.request)), m.request)))

-----------------------------------------------------------------------------
(* Delivered Persisted: a member has stored a configuration. *)

PersistedOutcome(s, m) ==
  IF s.mode.is # "Synchronised" THEN "STALE_MESSAGE"
  ELSE IF s.mode.epoch # m.epoch THEN "STALE_MESSAGE"
  ELSE "Taken"

Diverges(s, m) == m.conf.version = s.conf.version /\ m.conf.is # s.conf.is

OnPersisted(s, from, m) ==
  Guarded(PersistedOutcome(s, m), s,
    IF Diverges(s, m)
    THEN Taken(InView(s, s.view), Append(Ended(s, "DIVERGED").does, ReportDivergence(from)))
    ELSE LET part == Acknowledge(Part([s EXCEPT !.reports = With(@, from, m.conf.version)]))
             enough == Cardinality(DOMAIN part.s.reports) >= Needed(s.view)
         IN Step1(IF s.order = m.epoch /\ enough
                  THEN And([part EXCEPT !.s.order = NoEpoch], TellSynchronised(m.epoch))
                  ELSE part))

-----------------------------------------------------------------------------
(* Delivered: a message arrived in agreed order. *)

DeliveredOutcome(self, s, from) ==
  IF ~IsMember(s, from) \/ ~IsMember(s, self) THEN "NOT_A_MEMBER"
  ELSE "Taken"

Delivered(self, s, from, m) ==
  Guarded(DeliveredOutcome(self, s, from), s,
    CASE m.type = "SnapshotWanted" -> OnSnapshotWanted(s, m)
      [] m.type = "Summary" -> OnSummary(self, s, from, m)
      [] m.type = "Snapshot" -> OnSnapshot(s, from, m)
      [] m.type = "Propose" -> OnPropose(self, s, from, m)
      [] m.type = "Persisted" -> OnPersisted(s, from, m))

-----------------------------------------------------------------------------
(* Stored, StoringFailed, StoringRetried: stable storage. *)

Stored(self, s, stored) ==
  LET next == [s EXCEPT !.kept = Mark(stored), !.writing = NoMark, !.failing = FALSE]
      promises == s.mode.is = "Collecting" /\ ~Before(stored.seen, s.mode.epoch)
      said == IF promises THEN SaySummary(Part(next), TRUE) ELSE Part(next)
      reports == s.mode.is = "Synchronised" /\ s.mode.leads /\ stored.term = s.mode.epoch
  IN Step1(Keep(IF reports
                THEN And(said, Multicast(Persisted(s.mode.epoch, stored.conf)))
                ELSE said))

(* The others go on without this node's promise rather than wait for its disk. *)
StoringFailed(self, s) ==
  LET failing == And(Part([s EXCEPT !.writing = NoMark, !.failing = TRUE]), RetryStoring)
  IN Step1(IF s.mode.is = "Collecting" THEN SaySummary(failing, FALSE) ELSE failing)

StoringRetriedOutcome(s) ==
  IF Keep(Part(s)).does = <<>> THEN "NOTHING_TO_STORE"
  ELSE "Taken"

StoringRetried(self, s) == Guarded(StoringRetriedOutcome(s), s, Step1(Keep(Part(s))))

-----------------------------------------------------------------------------
(* Any event, as a trace tells it. *)

Step(self, s, event) ==
  CASE event.type = "ViewChanged" -> ViewChanged(self, s, event.view)
    [] event.type = "Disconnected" -> Disconnected(self, s)
    [] event.type = "SynchroniseOrdered" ->
         SynchroniseOrdered(self, s, event.epoch, event.source, event.replicas, event.quorate)
    [] event.type = "Delivered" -> Delivered(self, s, event.sender, event.message)
    [] event.type = "ChangeProposed" -> ChangeProposed(self, s, event.request, event.change)
    [] event.type = "Stored" -> Stored(self, s, event.stored)
    [] event.type = "StoringFailed" -> StoringFailed(self, s)
    [] event.type = "StoringRetried" -> StoringRetried(self, s)

-----------------------------------------------------------------------------
(* What is true of every state of a replica; the code checks the same in production. *)

OnlyMembersAgree(self, s) == s.mode = Apart \/ IsMember(s, self)
ModeIsOfTheEpochSeen(s) == s.mode = Apart \/ s.mode.epoch = s.seen
TermNotAfterSeen(s) == ~Before(s.seen, s.term)
LeadingEpochIsTheTerm(s) ==
  s.mode.is = "Synchronised" => (s.mode.leads => s.mode.epoch = s.term)
StoredNotAhead(s) ==
  /\ ~Before(s.seen, s.kept[3])
  /\ Before(s.kept[1], s.term) \/ (s.kept[1] = s.term /\ s.conf.version >= s.kept[2])
PromiseIsStored(self, s) ==
  s.mode.is = "Collecting" =>
    (self \in Promised(s) => ~Before(s.kept[3], s.mode.epoch))
AppliedIsInTheCib(s) == \A q \in Applied(s) : s.proposals[q] <= s.conf.version
ReportsAreOfMembers(s) == \A n \in DOMAIN s.reports : IsMember(s, n)
NothingAwaitedWithoutView(s) ==
  s.view = NoView => s.proposals = <<>> /\ s.order = NoEpoch

=============================================================================
