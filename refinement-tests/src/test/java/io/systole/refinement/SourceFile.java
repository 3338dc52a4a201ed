package io.systole.refinement;

import com.google.common.collect.ImmutableList;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A Java source with what the rules of style ask about. */
record SourceFile(Path path, ImmutableList<String> lines, ImmutableList<Finding> findings) {

  /** The kinds of things that some sources must not have. */
  enum Kind {
    METHOD_LENGTH,
    DEFAULT_OVER_TYPES,
    SYNCHRONIZED_BLOCK
  }

  /**
   * One thing found.
   *
   * @param size the length of a method in lines, else 0
   */
  record Finding(Kind kind, String where, long line, long size) {}

  static SourceFile read(Path path) throws IOException {
    ImmutableList<String> lines =
        ImmutableList.copyOf(Files.readAllLines(path, StandardCharsets.UTF_8));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of(), null, files.getJavaFileObjects(path.toFile()));
      CompilationUnitTree unit = task.parse().iterator().next();
      Scanner scanner = new Scanner(unit, Trees.instance(task).getSourcePositions());
      scanner.scan(unit, null);
      return new SourceFile(path, lines, scanner.findings.build());
    }
  }

  ImmutableList<Finding> find(Kind kind) {
    return findings.stream().filter(f -> f.kind() == kind).collect(ImmutableList.toImmutableList());
  }

  private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final ImmutableList.Builder<Finding> findings = ImmutableList.builder();
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    Scanner(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      if (method.getBody() != null) {
        long length = end(method.getBody()) - start(method.getBody()) + 1;
        add(Kind.METHOD_LENGTH, method.getName().toString(), method, length);
      }
      return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void unused) {
      checkDefault(tree, tree.getCases());
      return super.visitSwitch(tree, null);
    }

    @Override
    public @Nullable Void visitSwitchExpression(SwitchExpressionTree tree, @Nullable Void unused) {
      checkDefault(tree, tree.getCases());
      return super.visitSwitchExpression(tree, null);
    }

    @Override
    public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void unused) {
      add(Kind.SYNCHRONIZED_BLOCK, "synchronized", tree, 0);
      return super.visitSynchronized(tree, null);
    }

    /** Numbers and texts have no last value, so a switch over them needs a default. */
    private void checkDefault(Tree tree, List<? extends CaseTree> cases) {
      boolean hasDefault =
          cases.stream()
              .flatMap(c -> c.getLabels().stream())
              .anyMatch(DefaultCaseLabelTree.class::isInstance);
      boolean overTypes =
          cases.stream()
              .flatMap(c -> c.getLabels().stream())
              .anyMatch(label ->
                  !(label instanceof DefaultCaseLabelTree)
                      && !(label instanceof ConstantCaseLabelTree constant
                          && constant.getConstantExpression() instanceof LiteralTree));
      if (hasDefault && overTypes) {
        add(Kind.DEFAULT_OVER_TYPES, "switch", tree, 0);
      }
    }

    private void add(Kind kind, String where, Tree tree, long size) {
      findings.add(new Finding(kind, where, start(tree), size));
    }

    private long start(Tree tree) {
      return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    private long end(Tree tree) {
      return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
    }
  }
}
