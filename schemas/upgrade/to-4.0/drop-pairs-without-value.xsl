<?xml version="1.0" encoding="UTF-8"?>
<!-- A pair without a value says nothing. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="configuration//nvpair[not(@id-ref)][not(@value)]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since ' || @name || ' has no value'"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
