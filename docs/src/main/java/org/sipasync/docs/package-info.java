/** Reads the Markdown pages of this repository, checks their links and makes a site of them. */
package org.sipasync.docs;
