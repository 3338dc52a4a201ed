package io.systole.cluster;

import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;

/** Hears of a group what happens in it, one call after another. */
public interface EngineListener {

  void viewChanged(View view);

  /**
   * A message arrived.
   *
   * @param sender a member of the view that was last told
   */
  void delivered(NodeName sender, Element message);

  /**
   * The engine is gone or has cut this process off: it is in no view, and nothing more comes from
   * this membership. Whoever wants to take part again joins anew.
   *
   * @param reason for the administrator
   */
  void disconnected(String reason);
}
