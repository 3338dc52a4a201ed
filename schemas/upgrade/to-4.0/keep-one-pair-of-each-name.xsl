<?xml version="1.0" encoding="UTF-8"?>
<!-- Of several pairs of one name in a set the first counts; a #default takes back those before it. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="configuration//*[nvpair]/nvpair">
    <xsl:variable name="same" select="../nvpair[@name = current()/@name]"/>
    <xsl:choose>
      <xsl:when test="count($same) = 1 or . is u:counting($same)">
        <xsl:next-match/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="u:tell">
          <xsl:with-param name="what"
              select="'dropped, since another pair of its set counts for ' || @name"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:function name="u:counting" as="element(nvpair)">
    <xsl:param name="same" as="element(nvpair)+"/>
    <xsl:variable name="default" select="$same[@value = '#default'][last()]"/>
    <xsl:sequence select="if (empty($default)) then $same[1]
        else ($same[. >> $default][1], $default)[1]"/>
  </xsl:function>
</xsl:stylesheet>
