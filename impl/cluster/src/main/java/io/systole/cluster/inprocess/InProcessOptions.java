package io.systole.cluster.inprocess;

import io.systole.cluster.group.QuorumPolicy;
import java.time.Duration;

/**
 * How a simulated network behaves.
 *
 * @param seed decides every draw
 * @param quorum the same for all nodes
 * @param minLatency the least time that a message takes from one node to another
 * @param maxLatency the longest; messages of different senders overtake each other within the two
 * @param detection after this time at the latest a crash, a cut or a pause is noticed
 * @param clientTimeout after this time a paused process is put out of its groups
 * @param lossPerMille how many of a thousand messages are lost, each of which ends its view
 */
public record InProcessOptions(
    long seed,
    QuorumPolicy quorum,
    Duration minLatency,
    Duration maxLatency,
    Duration detection,
    Duration clientTimeout,
    int lossPerMille) {

  /** A fast local network without loss. */
  public static InProcessOptions of(long seed, QuorumPolicy quorum) {
    return new InProcessOptions(
        seed,
        quorum,
        Duration.ofNanos(100_000),
        Duration.ofMillis(5),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        0);
  }

  public InProcessOptions withLossPerMille(int perMille) {
    return new InProcessOptions(
        seed, quorum, minLatency, maxLatency, detection, clientTimeout, perMille);
  }

  public InProcessOptions withLatency(Duration min, Duration max) {
    return new InProcessOptions(seed, quorum, min, max, detection, clientTimeout, lossPerMille);
  }
}
