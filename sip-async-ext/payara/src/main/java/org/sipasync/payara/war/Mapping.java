package org.sipasync.payara.war;

/**
 * A {@code <servlet-mapping>} (JSR 289, 19.5): requests that a rule matches go to a servlet.
 *
 * @param servlet its name
 */
public record Mapping(String servlet, Rule rule) {}
