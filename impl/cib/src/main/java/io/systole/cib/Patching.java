package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies the changes of a patchset in one walk over what they touch. The changes are sorted into
 * the tree of their paths first; an element without a change is shared.
 */
final class Patching {

  /** What is to happen to one element, and below it. */
  private static final class Site {

    final PatchPath path;
    final Map<PatchPath.Key, Site> below = new LinkedHashMap<>();
    final List<PatchChange.Create> creations = new ArrayList<>();
    PatchChange.@Nullable Modify modification;
    boolean deleted;
    int moved = -1;

    Site(PatchPath path) {
      this.path = path;
    }

    boolean changesBelow() {
      return !below.isEmpty() || !creations.isEmpty();
    }
  }

  private Patching() {}

  static Element apply(Element root, ImmutableList<PatchChange> changes) throws EditRefused {
    if (changes.isEmpty()) {
      return root;
    }
    PatchPath rootPath = PatchPath.of(root);
    Site site = new Site(rootPath);
    for (PatchChange change : changes) {
      sort(site, change);
    }
    return apply(root, site);
  }

  private static void sort(Site root, PatchChange change) throws EditRefused {
    PatchPath path = change.path();
    if (!path.steps().getFirst().equals(root.path.last())) {
      throw missing(path);
    }
    Site site = root;
    for (int depth = 1; depth < path.steps().size(); depth++) {
      PatchPath here = new PatchPath(path.steps().subList(0, depth + 1));
      site = site.below.computeIfAbsent(here.last(), _ -> new Site(here));
    }
    switch (change) {
      case PatchChange.Create create -> site.creations.add(create);
      case PatchChange.Modify modify -> {
        refuseSecond(path, site.modification == null, "modified");
        site.modification = modify;
      }
      case PatchChange.Move move -> {
        refuseAtRoot(path, "moved");
        refuseSecond(path, site.moved < 0, "moved");
        site.moved = move.position();
      }
      case PatchChange.Delete _ -> {
        refuseAtRoot(path, "deleted");
        refuseSecond(path, !site.deleted, "deleted");
        site.deleted = true;
      }
    }
  }

  private static Element apply(Element here, Site site) throws EditRefused {
    Element changed = here;
    if (site.modification != null) {
      changed = modified(changed, site.modification);
    }
    return site.changesBelow() ? changed.withChildren(children(here, site)) : changed;
  }

  private static Element modified(Element here, PatchChange.Modify modify) throws EditRefused {
    Element.Builder builder = here.toBuilder();
    modify
        .attributes()
        .forEach((name, value) ->
            value.ifPresentOrElse(v -> builder.attribute(name, v), () -> builder.remove(name)));
    Element changed = builder.build();
    Optional<Element> told = modify.result();
    if (told.isPresent() && !told.get().attributes().equals(changed.attributes())) {
      throw new EditRefused(
          EditFault.OUTDATED,
          lenientFormat(
              "the attributes of %s would not be as the patchset says: they would be %s",
              modify.path(), changed.attributes()),
          "make the patchset again from this CIB");
    }
    return changed;
  }

  private static List<Element> children(Element here, Site site) throws EditRefused {
    List<Element> staying = new ArrayList<>();
    List<Placed> placed = new ArrayList<>();
    int met = 0;
    for (Element child : here.children()) {
      Site change = site.below.isEmpty() ? null : site.below.get(PatchPath.Key.of(child));
      if (change == null) {
        staying.add(child);
        continue;
      }
      met++;
      if (change.deleted) {
        refuseWithinDeleted(change);
        continue;
      }
      Element changed = apply(child, change);
      if (change.moved < 0) {
        staying.add(changed);
      } else {
        placed.add(new Placed(change.moved, changed, change.path));
      }
    }
    if (met != site.below.size()) {
      throw notMet(here, site);
    }
    for (PatchChange.Create create : site.creations) {
      placed.add(new Placed(create.position(), create.element(), create.path()));
    }
    return merged(staying, placed);
  }

  /** An element whose place among its siblings is told. */
  private record Placed(int position, Element element, PatchPath path) {}

  /** Puts what has a place into its place, and the rest round it in order. */
  private static List<Element> merged(List<Element> staying, List<Placed> placed)
      throws EditRefused {
    placed.sort(Comparator.comparingInt(Placed::position));
    List<Element> merged = new ArrayList<>(staying.size() + placed.size());
    int next = 0;
    for (Placed one : placed) {
      while (merged.size() < one.position() && next < staying.size()) {
        merged.add(staying.get(next++));
      }
      if (merged.size() < one.position()) {
        throw new EditRefused(
            EditFault.MISSING,
            lenientFormat(
                "there is no position %s at %s: it has %s children",
                one.position(), one.path(), merged.size()),
            "make the patchset again from this CIB");
      }
      merged.add(one.element());
    }
    merged.addAll(staying.subList(next, staying.size()));
    return merged;
  }

  private static void refuseSecond(PatchPath path, boolean first, String what) throws EditRefused {
    if (!first) {
      throw new EditRefused(
          EditFault.NONSENSE,
          lenientFormat("%s is %s twice by one patchset", path, what),
          "make the patchset again");
    }
  }

  private static void refuseAtRoot(PatchPath path, String what) throws EditRefused {
    if (path.isRoot()) {
      throw new EditRefused(
          EditFault.NONSENSE,
          lenientFormat("the root %s can't be %s", path, what),
          "replace the CIB instead");
    }
  }

  private static void refuseWithinDeleted(Site site) throws EditRefused {
    if (site.changesBelow() || site.modification != null || site.moved >= 0) {
      throw new EditRefused(
          EditFault.NONSENSE,
          lenientFormat("%s is deleted and changed by one patchset", site.path),
          "make the patchset again");
    }
  }

  /** The refusal for the first change whose element is not there, or is there more than once. */
  private static EditRefused notMet(Element here, Site site) {
    for (Map.Entry<PatchPath.Key, Site> change : site.below.entrySet()) {
      long there =
          here.children().stream()
              .filter(child -> PatchPath.Key.of(child).equals(change.getKey()))
              .count();
      if (there == 0) {
        return missing(change.getValue().path);
      }
      if (there > 1) {
        return new EditRefused(
            EditFault.MISSING,
            lenientFormat("%s is there %s times", change.getValue().path, there),
            "replace the element round it instead");
      }
    }
    throw new IllegalStateException("every change was met once at " + site.path);
  }

  private static EditRefused missing(PatchPath path) {
    return new EditRefused(
        EditFault.MISSING,
        lenientFormat("the patchset changes %s, which is not there", path),
        "make the patchset again from this CIB");
  }
}
