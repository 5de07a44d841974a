/**
 * Servers on loopback that share their calls, someone who calls them, and a page that shows both
 * and kills a server. A program of its own: no server contains it.
 */
package org.sipasync.demo;
