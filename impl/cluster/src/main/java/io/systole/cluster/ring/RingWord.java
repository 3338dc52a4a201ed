package io.systole.cluster.ring;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.xml.Element;
import java.util.Optional;

/** What the processes of a group tell each other. Each word counts in the ring it was said in. */
public sealed interface RingWord {

  RingId ring();

  /** The quorum as the sender's node sees it. */
  record Claim(RingId ring, QuorumState quorum) implements RingWord {}

  /**
   * The sender has just come and asks what it missed.
   *
   * @param nonce different each time
   */
  record Hello(RingId ring, long nonce) implements RingWord {}

  /**
   * The answer: how things stood when the question was heard.
   *
   * @param to who asked
   * @param nonce of the question
   */
  record Status(RingId ring, GroupProcess to, long nonce, Knowledge knowledge)
      implements RingWord {}

  /** For the group's users. */
  record Said(RingId ring, Element payload) implements RingWord {}

  /**
   * What all processes that have been in the group for a while know alike.
   *
   * @param change how many views the ring has seen
   * @param present the members of the last view: those that were there when the ring began, and
   *     those whose question was heard since
   * @param claims of the quorum, by process
   * @param agreed what follows from the claims, once there was one
   */
  record Knowledge(
      long change,
      ImmutableSortedSet<GroupProcess> present,
      ImmutableSortedMap<GroupProcess, QuorumState> claims,
      Optional<QuorumState> agreed) {

    static Knowledge startingAt(long change, ImmutableSortedSet<GroupProcess> present) {
      return new Knowledge(change, present, ImmutableSortedMap.of(), Optional.empty());
    }

    Knowledge withChange(long next) {
      return new Knowledge(next, present, claims, agreed);
    }

    Knowledge withPresent(ImmutableSortedSet<GroupProcess> next) {
      return new Knowledge(change, next, claims, agreed);
    }
  }
}
