package io.systole.scheduler;

/**
 * Why something was decided.
 *
 * @param subject the id of the resource or the name of the node that it is about
 * @param element the id of the CIB's element that caused it, or the empty string
 * @param words the decision in plain words
 */
public record Reason(String subject, String element, String words) {}
