package io.systole.protocol.election;

import io.systole.kernel.Epoch;

/**
 * What a member says in a round. Votes name no candidate: all members hear the same votes in the
 * same order, so all know the winner when the last one has come.
 *
 * @param seen the greatest epoch that the voter has seen, from which the winner knows what number
 *     is new; its coordinator was the last DC
 */
public record Vote(Round round, Epoch seen) {}
