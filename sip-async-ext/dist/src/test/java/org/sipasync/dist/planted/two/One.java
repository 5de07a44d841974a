package org.sipasync.dist.planted.two;

/** Class with the simple name of another one. */
public final class One {}
