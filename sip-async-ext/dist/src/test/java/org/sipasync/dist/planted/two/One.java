package org.sipasync.dist.planted.two;

/** Has the simple name of another class. */
public final class One {}
