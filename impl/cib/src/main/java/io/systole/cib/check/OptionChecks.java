package io.systole.cib.check;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.cib.NearIds;
import io.systole.cib.options.CibOption;
import io.systole.cib.options.OptionScope;
import io.systole.xml.Element;
import java.util.List;
import java.util.Optional;

/** Options that nobody knows, and values that can't be used, with what counts instead. */
final class OptionChecks {

  private static final String SPECIAL_FENCING_PARAMETER = "pcmk_";

  private final List<Finding> findings;

  OptionChecks(List<Finding> findings) {
    this.findings = findings;
  }

  void check(Place place) {
    Element element = place.element();
    switch (element.name()) {
      case "nvpair" -> pair(place);
      case "op" ->
          element
              .attributes()
              .forEach((name, value) -> {
                if (!name.equals("interval")) {
                  value(place, OptionScope.OPERATION, name, value);
                }
              });
      default -> {
        // Nothing else has options.
      }
    }
  }

  private void pair(Place place) {
    ImmutableList<Element> path = place.path();
    Element pair = place.element();
    if (path.size() < 3 || !pair.has("value") || !pair.has("name")) {
      return;
    }
    Element set = path.get(path.size() - 2);
    Element holder = path.get(path.size() - 3);
    scope(set, holder)
        .ifPresent(scope -> {
          String name = pair.attribute("name", "");
          if (scope.find(name).isPresent()) {
            value(place, scope, name, pair.attribute("value", ""));
          } else {
            unknown(place, scope, name);
          }
        });
  }

  private static Optional<OptionScope> scope(Element set, Element holder) {
    return switch (set.name()) {
      case "cluster_property_set" -> Optional.of(OptionScope.CLUSTER);
      case "meta_attributes" ->
          switch (holder.name()) {
            case "primitive", "template", "group", "clone", "master", "bundle", "rsc_defaults" ->
                Optional.of(OptionScope.RESOURCE);
            case "op", "op_defaults" -> Optional.of(OptionScope.OPERATION);
            default -> Optional.empty();
          };
      case "instance_attributes" ->
          holder.attribute("class", "").equals("stonith")
              ? Optional.of(OptionScope.FENCING)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private void value(Place place, OptionScope scope, String name, String value) {
    Optional<CibOption> option = scope.find(name);
    if (option.isEmpty() || option.get().facts().accepts(value) || value.equals("#default")) {
      return;
    }
    findings.add(
        place.warning(
            lenientFormat(
                "'%s' is no value of %s, so the default counts instead, which is %s",
                value, name, option.get().facts().standardForPeople()),
            "write " + option.get().facts().allowed()));
  }

  /**
   * A cluster option that nobody knows does nothing. Of the others people and agents have their
   * own, so only what looks like a slip is told.
   */
  private void unknown(Place place, OptionScope scope, String name) {
    Optional<String> near = NearIds.suggest(name, scope.names().keySet());
    boolean ours =
        switch (scope) {
          case CLUSTER -> true;
          case RESOURCE, OPERATION -> near.isPresent();
          case FENCING -> name.startsWith(SPECIAL_FENCING_PARAMETER);
        };
    if (ours) {
      findings.add(
          place.warning(
              lenientFormat("there is no %s '%s', so it has no effect", scope.noun(), name),
              near.map(other -> lenientFormat("did you mean '%s'?", other))
                  .orElse("remove it; systole options lists those that there are")));
    }
  }
}
