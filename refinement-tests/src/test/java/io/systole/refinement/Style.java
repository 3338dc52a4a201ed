package io.systole.refinement;

import com.google.common.collect.ImmutableList;
import io.systole.refinement.SourceFile.Finding;
import io.systole.refinement.SourceFile.Kind;

/**
 * The rules of style that a machine can hold; sizes are hard limits, mostly far above the usual.
 */
enum Style {
  FILE_LENGTH {
    @Override
    ImmutableList<String> faults(SourceFile source) {
      return source.lines().size() > MAX_FILE_LINES
          ? ImmutableList.of(source.lines().size() + " lines; split it by what it is about")
          : ImmutableList.of();
    }
  },
  COLUMNS {
    @Override
    ImmutableList<String> faults(SourceFile source) {
      ImmutableList.Builder<String> faults = ImmutableList.builder();
      for (int i = 0; i < source.lines().size(); i++) {
        String line = source.lines().get(i);
        if (line.codePointCount(0, line.length()) > MAX_COLUMNS && !line.startsWith("import ")) {
          faults.add("line " + (i + 1) + " has more than " + MAX_COLUMNS + " columns");
        }
      }
      return faults.build();
    }
  },
  METHOD_LENGTH {
    @Override
    ImmutableList<String> faults(SourceFile source) {
      return told(source, Kind.METHOD_LENGTH, f -> f.size() > MAX_METHOD_LINES);
    }
  },
  /** A new event must not fall into a branch that was written before it was thought of. */
  NO_DEFAULT_OVER_TYPES {
    @Override
    ImmutableList<String> faults(SourceFile source) {
      return told(source, Kind.DEFAULT_OVER_TYPES, f -> true);
    }
  },
  NO_LOCKS {
    @Override
    ImmutableList<String> faults(SourceFile source) {
      return told(source, Kind.SYNCHRONIZED_BLOCK, f -> true);
    }
  };

  static final int MAX_FILE_LINES = 500;
  static final int MAX_METHOD_LINES = 70;
  static final int MAX_COLUMNS = 100;

  abstract ImmutableList<String> faults(SourceFile source);

  private static ImmutableList<String> told(
      SourceFile source, Kind kind, java.util.function.Predicate<Finding> wrong) {
    return source.find(kind).stream()
        .filter(wrong)
        .map(f ->
            "line "
                + f.line()
                + ": "
                + f.where()
                + (f.size() > 0 ? " has " + f.size() + " lines" : ""))
        .collect(ImmutableList.toImmutableList());
  }
}
