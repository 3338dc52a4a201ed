package io.systole.cib;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds what differs between two trees. Subtrees of equal digest are passed over; siblings are told
 * apart by name and id. Where that does not tell them apart, or where text differs, which a
 * patchset can't say, the element round them is replaced.
 */
final class Difference {

  /** How many children may have changed for the rest to be passed over. */
  private static final int FEW = 16;

  private final List<PatchChange> deletions = new ArrayList<>();
  private final List<PatchChange> others = new ArrayList<>();

  private Difference() {}

  /**
   * The changes that make {@code after} of {@code before}: first what goes, then the rest in the
   * order of the document.
   *
   * @throws IllegalArgumentException if the roots differ in name, id or text, or have children that
   *     a path can't tell apart; the roots of CIBs never do
   */
  static ImmutableList<PatchChange> between(Element before, Element after) {
    Difference difference = new Difference();
    boolean told =
        PatchPath.Key.of(before).equals(PatchPath.Key.of(after))
            && difference.tell(PatchPath.of(before), before, after);
    if (!told) {
      throw new IllegalArgumentException(
          "<" + before.name() + "> and <" + after.name() + "> are not two states of one tree");
    }
    return ImmutableList.<PatchChange>builder()
        .addAll(difference.deletions)
        .addAll(difference.others)
        .build();
  }

  /** Tells what differs below; false if it can't be told so. */
  private boolean tell(PatchPath path, Element before, Element after) {
    if (before.equals(after)) {
      return true;
    }
    if (!before.text().equals(after.text())) {
      return false;
    }
    tellAttributes(path, before, after);
    return tellFew(path, before, after) || tellChildren(path, before, after);
  }

  /**
   * Tells what differs where the children are the same but for a few that have changed: among ten
   * thousand siblings these are found without looking into the others.
   */
  private boolean tellFew(PatchPath path, Element before, Element after) {
    if (before.children().size() != after.children().size()) {
      return false;
    }
    ImmutableList<Integer> changed = before.differingChildren(after);
    for (int i : changed) {
      Element old = before.children().get(i);
      PatchPath.Key key = PatchPath.Key.of(old);
      boolean told =
          changed.size() <= FEW
              && key.equals(PatchPath.Key.of(after.children().get(i)))
              && key.canBeWritten()
              && before.indexOfOnly(old.name(), old.id()) == i;
      if (!told) {
        return false;
      }
    }
    int deleted = deletions.size();
    int toldOthers = others.size();
    for (int i : changed) {
      Element old = before.children().get(i);
      if (!tell(path.to(old), old, after.children().get(i))) {
        deletions.subList(deleted, deletions.size()).clear();
        others.subList(toldOthers, others.size()).clear();
        return false;
      }
    }
    return true;
  }

  private void tellAttributes(PatchPath path, Element before, Element after) {
    if (before.attributes().equals(after.attributes())) {
      return;
    }
    TreeMap<String, Optional<String>> changed = new TreeMap<>();
    after
        .attributes()
        .forEach((name, value) -> {
          if (!before.attribute(name).equals(Optional.of(value))) {
            changed.put(name, Optional.of(value));
          }
        });
    for (String name : before.attributes().keySet()) {
      if (!after.has(name)) {
        changed.put(name, Optional.empty());
      }
    }
    Element result = Element.builder(after.name()).attributes(after.attributes()).build();
    others.add(
        new PatchChange.Modify(path, ImmutableSortedMap.copyOf(changed), Optional.of(result)));
  }

  private boolean tellChildren(PatchPath path, Element before, Element after) {
    Optional<Map<PatchPath.Key, Integer>> old = byKey(before);
    Optional<Map<PatchPath.Key, Integer>> young = byKey(after);
    if (old.isEmpty() || young.isEmpty()) {
      return false;
    }
    for (Element child : before.children()) {
      if (!young.get().containsKey(PatchPath.Key.of(child))) {
        deletions.add(new PatchChange.Delete(path.to(child)));
      }
    }
    List<Integer> kept = new ArrayList<>();
    BitSet replaced = new BitSet();
    for (int position = 0; position < after.children().size(); position++) {
      Element child = after.children().get(position);
      Integer was = old.get().get(PatchPath.Key.of(child));
      if (was != null && !tellChild(path, before.children().get(was), child)) {
        replaced.set(position);
      }
      kept.add(was == null || replaced.get(position) ? -1 : was);
    }
    place(path, after, kept);
    return true;
  }

  /** Tells what differs in a child that is in both; false if it is to be created anew. */
  private boolean tellChild(PatchPath parent, Element before, Element after) {
    int deleted = deletions.size();
    int told = others.size();
    if (before.equals(after) || tell(parent.to(before), before, after)) {
      return true;
    }
    deletions.subList(deleted, deletions.size()).clear();
    others.subList(told, others.size()).clear();
    deletions.add(new PatchChange.Delete(parent.to(before)));
    return false;
  }

  /**
   * Tells which children are new and which have another place. As many as possible keep theirs.
   *
   * @param was the places that the children had before, in their order now; -1 for a new one
   */
  private void place(PatchPath path, Element after, List<Integer> was) {
    BitSet stays = LongestRise.of(was);
    for (int position = 0; position < was.size(); position++) {
      Element child = after.children().get(position);
      if (was.get(position) < 0) {
        others.add(new PatchChange.Create(path, position, child));
      } else if (!stays.get(position)) {
        others.add(new PatchChange.Move(path.to(child), position));
      }
    }
  }

  /** The places of the children, or nothing if a path can't tell two of them apart. */
  private static Optional<Map<PatchPath.Key, Integer>> byKey(Element parent) {
    Map<PatchPath.Key, Integer> places = new LinkedHashMap<>();
    for (Element child : parent.children()) {
      PatchPath.Key key = PatchPath.Key.of(child);
      if (!key.canBeWritten() || places.put(key, places.size()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(places);
  }
}
