package io.systole.cib.acl;

import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes out of a tree what may not be read. */
final class AclView {

  private AclView() {}

  static Optional<Element> of(Element root, Rights rights) {
    return of(root, rights, Right.DENY);
  }

  private static Optional<Element> of(Element here, Rights rights, Right inherited) {
    Right right = rights.of(inherited);
    if (rights.isUniform()) {
      return right.reads() ? Optional.of(here) : Optional.empty();
    }
    List<Element> kept = new ArrayList<>();
    for (int i = 0; i < here.children().size(); i++) {
      of(here.children().get(i), rights.child(i), right).ifPresent(kept::add);
    }
    if (right.reads()) {
      return Optional.of(here.withChildren(kept));
    }
    // What may be read has to stand somewhere.
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Element.builder(here.name())
                .attribute("id", here.attribute("id"))
                .children(kept)
                .build());
  }
}
