package io.systole.bench;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;

/**
 * What is scheduled as one unit: the cases of a suite in one pass, or one rung of the ladder.
 *
 * @param mode what a rung may be compared with as the cluster grows: {@code cold}, {@code running}
 * @param size resources times nodes, or 0 if the inputs have no common size
 * @param folder with nothing else in it than the inputs
 * @param inputs files with CIBs
 */
record Workload(String name, String mode, long size, Path folder, ImmutableList<Path> inputs) {}
