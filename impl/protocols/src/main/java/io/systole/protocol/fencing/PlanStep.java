package io.systole.protocol.fencing;

import java.util.Optional;

/**
 * One thing that has to be done before a level has succeeded.
 *
 * @param device which device has to do it; any, if absent
 * @param required whether the operation fails with it; turning a node on again after it was off is
 *     not, since the node is safe by then
 */
public record PlanStep(FencingAction action, Optional<String> device, boolean required) {}
