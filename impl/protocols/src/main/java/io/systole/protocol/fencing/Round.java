package io.systole.protocol.fencing;

/**
 * A round as its originator sees it: the service of one request.
 *
 * @param operation the pending record that the query carries
 */
public record Round(FencingRecord operation, FenceRequest request, RoundPhase phase) {

  public OperationId id() {
    return operation.id();
  }

  public Aim aim() {
    return operation.aim();
  }

  Round in(RoundPhase newPhase) {
    return new Round(operation, request, newPhase);
  }
}
