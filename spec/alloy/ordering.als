/*
 * What a relation "first, then" makes of two plain actions: whether they are needed, possible and
 * part of a live migration. The scheduler applies such relations until nothing changes any more.
 *
 * A state says of each action which of its flags stand. Every rule only takes flags away, so a
 * state that has fewer of them is one that is further on.
 */
module ordering

abstract sig Action {}
one sig First, Then extends Action {}

enum Relation {
  ORDERED, THEN_IMPLIES_FIRST, FIRST_IMPLIES_THEN, PROMOTED_THEN_IMPLIES_FIRST,
  UNMIGRATABLE_THEN_BLOCKS, UNRUNNABLE_FIRST_BLOCKS, FIRST_ELSE_THEN, INTERMEDIATE_STOP, ASYMMETRIC
}

enum Fact { Promoted, Managed, Settled }

/* What is so all the time: then's resource is promoted, then's resource is managed, what a one-way
 * ordering holds up is where it should be already. */
one sig World { so: set Fact }

/* Something made these pointless: they are optional for good. */
one sig Cancelled { of: set Action }

sig State {
  optional, runnable, migratable, pseudo: set Action
} {
  Cancelled.of in optional
}

pred sameState [s, t: State] {
  s.optional = t.optional and s.runnable = t.runnable
  s.migratable = t.migratable and s.pseudo = t.pseudo
}

/* t has lost no less than s. */
pred atLeastAsFar [s, t: State] {
  t.optional in s.optional and t.runnable in s.runnable
  t.migratable in s.migratable and t.pseudo in s.pseudo
}

/* The flags that a relation takes away. What is cancelled stays optional. */
fun needs [r: Relation, s: State]: set Action {
  { a: Action - Cancelled.of |
    (a = Then and r = FIRST_IMPLIES_THEN and First not in s.optional + s.migratable)
    or (a = First and r = THEN_IMPLIES_FIRST
        and Then not in s.optional and First not in s.optional)
    or (a = First and r = PROMOTED_THEN_IMPLIES_FIRST
        and Promoted in World.so and Then not in s.optional)
    or (a = First and r = UNMIGRATABLE_THEN_BLOCKS and Then not in s.optional)
    or (a = First and r = INTERMEDIATE_STOP and stopNeeded[s])
    or (a = Then and r = ASYMMETRIC and heldUp[s]) }
}

/* A start that is needed needs the stop before it; one that cannot be leaves only the stop. */
pred stopNeeded [s: State] {
  Then not in s.optional
  or (Then not in s.runnable and Managed in World.so and First in s.runnable)
}

/* Without an inverse only what still has to be done is held up. */
pred heldUp [s: State] {
  First not in s.runnable
  Then in s.optional implies Settled not in World.so
}

pred restarts [s: State] {
  Then not in s.optional or (Then not in s.runnable and Managed in World.so)
}

fun blocks [r: Relation, s: State]: set Action {
  { a: Action |
    (a = Then and r = UNRUNNABLE_FIRST_BLOCKS and First not in s.runnable)
    or (a = First and r = UNMIGRATABLE_THEN_BLOCKS and Then not in s.migratable & s.runnable)
    or (a = Then and r = INTERMEDIATE_STOP and restarts[s] and First not in s.runnable
        and First not in s.optional - needs[r, s])
    or (a = Then and r = ASYMMETRIC and heldUp[s]) }
}

fun pins [r: Relation, s: State]: set Action {
  { a: Action |
    (a = First and r = THEN_IMPLIES_FIRST and Then not in s.migratable
        and Then not in s.optional and First not in s.optional)
    or (a = First and r = PROMOTED_THEN_IMPLIES_FIRST and Promoted in World.so
        and Then not in s.optional and Then not in s.migratable)
    or (a = Then and r = UNRUNNABLE_FIRST_BLOCKS and First not in s.runnable
        and Then in s.runnable)
    or (a = Then and r = FIRST_ELSE_THEN and First not in s.runnable)
    or (a = First and r = INTERMEDIATE_STOP and restarts[s] and Then not in s.migratable
        and First not in s.optional - needs[r, s]) }
}

fun realises [r: Relation, s: State]: set Action {
  { a: Action | a = Then and r = FIRST_ELSE_THEN and First not in s.runnable }
}

/* One relation is applied once. */
pred applied [r: Relation, s, t: State] {
  t.optional = s.optional - needs[r, s]
  t.runnable = s.runnable - blocks[r, s]
  t.migratable = s.migratable - pins[r, s]
  t.pseudo = s.pseudo - realises[r, s]
}

/* Every step of every relation: what the code is compared with. */
one sig Case { relation: Relation, from, to: State }
pred stepTaken {
  Case.from != Case.to
  applied[Case.relation, Case.from, Case.to]
  matters
}
/* What a relation does not look at is left out, or the same step would come many times. */
pred matters {
  Case.relation != PROMOTED_THEN_IMPLIES_FIRST implies Promoted not in World.so
  Case.relation != INTERMEDIATE_STOP implies Managed not in World.so
  Case.relation != ASYMMETRIC implies Settled not in World.so
  Case.relation != FIRST_ELSE_THEN implies Case.from.pseudo = Action
  First in Case.from.pseudo
}
run stepTaken for exactly 2 State expect 1

/* A step never gives a flag back, so that propagation ends: it has at most as many steps that
 * change something as there are flags. */
assert OnlyTakesAway {
  all r: Relation, s, t: State | applied[r, s, t] implies atLeastAsFar[s, t]
}
check OnlyTakesAway for 2 expect 0

/* A relation that was applied has nothing more to do, as long as nothing else changes. */
assert OnceIsEnough {
  all r: Relation - INTERMEDIATE_STOP, s, t, u: State |
    (applied[r, s, t] and applied[r, t, u]) implies sameState[t, u]
}
check OnceIsEnough for 3 expect 0

/* Who is further on stays further on. Together with OnlyTakesAway: whatever the order in which
 * relations are applied, they end in the same state, the least that all of them leave alone. */
pred keepsOrder [r: Relation] {
  all s, t, s2, t2: State |
    (atLeastAsFar[s, t] and applied[r, s, s2] and applied[r, t, t2]) implies atLeastAsFar[s2, t2]
}
assert OrderDoesNotMatter {
  all r: Relation - UNRUNNABLE_FIRST_BLOCKS - INTERMEDIATE_STOP | keepsOrder[r]
}
check OrderDoesNotMatter for 4 expect 0

/* Two relations ask for a flag that is still there, so that what they do depends on what was done
 * before: a migration is given up only by the one that makes it impossible, and a stop that cannot
 * be is not asked for in vain. Of what is needed and possible, the first says the same in any
 * order. */
pred someOrderMatters {
  some r: UNRUNNABLE_FIRST_BLOCKS + INTERMEDIATE_STOP | not keepsOrder[r]
}
run someOrderMatters for 4 expect 1

assert BlocksAloneKeepsOrder {
  all s, t, s2, t2: State |
    (atLeastAsFar[s, t] and applied[UNRUNNABLE_FIRST_BLOCKS, s, s2]
      and applied[UNRUNNABLE_FIRST_BLOCKS, t, t2])
    implies (t2.optional in s2.optional and t2.runnable in s2.runnable)
}
check BlocksAloneKeepsOrder for 4 expect 0

/* Within these conditions the order does not matter for the two either: while nothing else has made
 * then impossible, or the stop. */
pred keepsOrderWhile [r: Relation, a: Action] {
  all s, t, s2, t2: State |
    (atLeastAsFar[s, t] and a in t.runnable and applied[r, s, s2] and applied[r, t, t2])
    implies atLeastAsFar[s2, t2]
}
assert OrderDoesNotMatterWhilePossible {
  keepsOrderWhile[UNRUNNABLE_FIRST_BLOCKS, Then]
  keepsOrderWhile[INTERMEDIATE_STOP, First]
}
check OrderDoesNotMatterWhilePossible for 4 expect 0

/* The first condition is needed where there is a migration to give up, and nowhere else. */
assert BlocksKeepsOrderWithoutMigration {
  all s, t, s2, t2: State |
    (atLeastAsFar[s, t] and Then not in s.migratable
      and applied[UNRUNNABLE_FIRST_BLOCKS, s, s2] and applied[UNRUNNABLE_FIRST_BLOCKS, t, t2])
    implies atLeastAsFar[s2, t2]
}
check BlocksKeepsOrderWithoutMigration for 4 expect 0

/* Just when the order matters for the two: in the first state the relation asks for something that
 * it does not ask for in the second, which is further on. */

/* Something else has made then impossible, so that it keeps a migration that nobody can make. */
pred migrationIsKept [s, t: State] {
  First not in s.runnable
  Then in s.runnable - t.runnable
  Then in t.migratable
}

/* Something else has made the stop impossible before a start that can't be would have asked for it;
 * no start that is needed asks for it either. */
pred stopIsNotAsked [s, t: State] {
  Managed in World.so
  Then not in s.runnable
  Then in t.optional
  First in s.runnable - t.runnable
  First in t.optional - Cancelled.of
}

pred bothApplied [r: Relation, s, t, s2, t2: State] {
  atLeastAsFar[s, t]
  applied[r, s, s2]
  applied[r, t, t2]
}
assert BlocksOrderMattersJustThen {
  all s, t, s2, t2: State | bothApplied[UNRUNNABLE_FIRST_BLOCKS, s, t, s2, t2] implies
    (migrationIsKept[s, t] iff not atLeastAsFar[s2, t2])
}
check BlocksOrderMattersJustThen for 4 expect 0

assert StopOrderMattersJustThen {
  all s, t, s2, t2: State | bothApplied[INTERMEDIATE_STOP, s, t, s2, t2] implies
    (stopIsNotAsked[s, t] iff not atLeastAsFar[s2, t2])
}
check StopOrderMattersJustThen for 4 expect 0

/* And both come about. */
run blocksOrderMatters {
  some s, t, s2, t2: State |
    bothApplied[UNRUNNABLE_FIRST_BLOCKS, s, t, s2, t2] and migrationIsKept[s, t]
} for 4 expect 1
run stopOrderMatters {
  some s, t, s2, t2: State |
    bothApplied[INTERMEDIATE_STOP, s, t, s2, t2] and stopIsNotAsked[s, t]
} for 4 expect 1

/* What each relation means, in the state in which it has nothing more to do. */
pred rests [r: Relation, s: State] { applied[r, s, s] }

assert FirstImpliesThen {
  all s: State | rests[FIRST_IMPLIES_THEN, s] and First not in s.optional + s.migratable
    and Then not in Cancelled.of implies Then not in s.optional
}
check FirstImpliesThen for 1 expect 0

assert PromotedThenImpliesFirst {
  all s: State | rests[PROMOTED_THEN_IMPLIES_FIRST, s] and Promoted in World.so
    and Then not in s.optional and First not in Cancelled.of implies First not in s.optional
}
check PromotedThenImpliesFirst for 1 expect 0

assert UnrunnableFirstBlocks {
  all s: State | rests[UNRUNNABLE_FIRST_BLOCKS, s] and First not in s.runnable
    implies Then not in s.runnable
}
check UnrunnableFirstBlocks for 1 expect 0

assert UnmigratableThenBlocks {
  all s: State | rests[UNMIGRATABLE_THEN_BLOCKS, s] and Then not in s.migratable & s.runnable
    implies First not in s.runnable
}
check UnmigratableThenBlocks for 1 expect 0

assert FirstElseThen {
  all s: State | rests[FIRST_ELSE_THEN, s] and First not in s.runnable
    implies Then not in s.pseudo + s.migratable
}
check FirstElseThen for 1 expect 0

/* A start that is needed has its stop, or the stop is pointless; if that cannot be, nor can it. */
assert IntermediateStop {
  all s: State | rests[INTERMEDIATE_STOP, s] and Then not in s.optional
    and First not in Cancelled.of
    implies First not in s.optional and (First not in s.runnable implies Then not in s.runnable)
}
check IntermediateStop for 1 expect 0

assert Asymmetric {
  all s: State | rests[ASYMMETRIC, s] and First not in s.runnable and Settled not in World.so
    implies Then not in s.runnable
}
check Asymmetric for 1 expect 0

/* An order alone changes nothing. */
assert Ordered {
  all s, t: State | applied[ORDERED, s, t] implies sameState[s, t]
}
check Ordered for 2 expect 0
