package io.systole.xml;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.math.IntMath;
import java.math.RoundingMode;
import java.util.List;

/**
 * Digest and height of many children together, as a tree of groups, so that when one of ten
 * thousand siblings changes a few groups are summed up again and not all.
 */
final class ManyChildren {

  /** Fewer children are summed up one by one. Also how many a group has. */
  static final int FEW = 32;

  /** The groups of each level, from groups of children up to one group alone. */
  private final Sum[][] levels;

  private ManyChildren(Sum[][] levels) {
    this.levels = levels;
  }

  /** What is known of a group. */
  private record Sum(Digest digest, int height) {}

  static ManyChildren of(List<Element> children) {
    int depth = 0;
    for (int count = groups(children.size()); count > 1; count = groups(count)) {
      depth++;
    }
    Sum[][] levels = new Sum[depth + 1][];
    int count = children.size();
    for (int level = 0; level <= depth; level++) {
      count = groups(count);
      levels[level] = new Sum[count];
      for (int group = 0; group < count; group++) {
        levels[level][group] = sum(levels, children, level, group);
      }
    }
    return new ManyChildren(levels);
  }

  /**
   * The same of as many children, of which only that at {@code index} is another.
   *
   * @param children all of them
   */
  ManyChildren with(List<Element> children, int index) {
    Sum[][] changed = new Sum[levels.length][];
    int group = index;
    for (int level = 0; level < levels.length; level++) {
      group /= FEW;
      changed[level] = levels[level].clone();
      changed[level][group] = sum(changed, children, level, group);
    }
    return new ManyChildren(changed);
  }

  /** The places of children that may differ from those of as many others; of most groups none. */
  ImmutableList<Integer> differing(ManyChildren others, int children) {
    ImmutableList.Builder<Integer> places = ImmutableList.builder();
    differing(others, new Group(levels.length - 1, 0, children), places);
    return places.build();
  }

  /**
   * A group of a level.
   *
   * @param children how many there are in all
   */
  private record Group(int level, int number, int children) {}

  private void differing(ManyChildren others, Group group, ImmutableList.Builder<Integer> places) {
    Sum mine = levels[group.level()][group.number()];
    if (mine.digest().equals(others.levels[group.level()][group.number()].digest())) {
      return;
    }
    int members = group.level() == 0 ? group.children() : levels[group.level() - 1].length;
    int end = Math.min((group.number() + 1) * FEW, members);
    for (int i = group.number() * FEW; i < end; i++) {
      if (group.level() == 0) {
        places.add(i);
      } else {
        differing(others, new Group(group.level() - 1, i, group.children()), places);
      }
    }
  }

  private static int groups(int members) {
    return IntMath.divide(members, FEW, RoundingMode.CEILING);
  }

  private static Sum sum(Sum[][] levels, List<Element> children, int level, int group) {
    int members = level == 0 ? children.size() : levels[level - 1].length;
    int end = Math.min((group + 1) * FEW, members);
    Hasher hasher = Digest.hasher();
    int height = 0;
    for (int i = group * FEW; i < end; i++) {
      if (level == 0) {
        children.get(i).digest().putInto(hasher);
        height = Math.max(height, children.get(i).height());
      } else {
        levels[level - 1][i].digest().putInto(hasher);
        height = Math.max(height, levels[level - 1][i].height());
      }
    }
    return new Sum(Digest.of(hasher.hash()), height);
  }

  Digest digest() {
    return levels[levels.length - 1][0].digest();
  }

  /** The greatest height of a child. */
  int height() {
    return levels[levels.length - 1][0].height();
  }
}
