package org.sipasync.payara.own;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of nodes in tags of dialogs: a tag ends with the name of the node that has made it. */
final class NodeTags {
  private static final Pattern END = Pattern.compile("-n([0-9a-f]{8})$");

  private NodeTags() {}

  /** Returns the end of the tags of a node. */
  static String endOf(String node) {
    return "-n" + node;
  }

  /** Returns the node that has made a tag; null if none of a cluster has. */
  static String nodeOf(String tag) {
    Matcher end = END.matcher(tag);
    return end.find() ? end.group(1) : null;
  }
}
